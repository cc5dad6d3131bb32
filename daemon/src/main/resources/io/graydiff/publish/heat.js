/* The table of changes: one row a series, coloured by what was shown and by how much. */
const heat = (() => {
  const statistics = ['p50', 'p95', 'p99', 'mean'];
  const open = new Set();

  /* By which the rows can be chosen, each with a rule that one signal fulfils. */
  const outcomes = [
    ['all', () => true],
    ['worse', signal => signal.verdict === 'regression'],
    ['better', signal => signal.verdict === 'improvement'],
    ['same', signal => signal.verdict === 'pass'],
    ['open', signal => signal.verdict === 'inconclusive' && !isUnjudged(signal)],
    ['too few events', isUnjudged],
  ];
  let outcome = 'all';

  /* A row of which this is said has nothing to show; of the other the notes above name the signals. */
  const noEvents = 'no events';
  const tooFew = 'too few events to judge';

  function key(signal) {
    return signal.name + '\n' + label(signal);
  }

  function label(signal) {
    return Object.values(signal.labels)[0] || '';
  }

  function figure(signal, group) {
    const summary = signal[group];
    if (signal.kind === 'count') return format.rate(summary.rate, signal.unit) + '/s';
    if (signal.kind === 'level') return format.value(summary.last, signal.unit);
    const atLeast = summary.longerThan?.['0.95'];
    if (atLeast) return '>' + format.value(atLeast, signal.unit);
    return format.value(summary.quantiles['0.95'] ?? null, signal.unit);
  }

  function patch(change, name) {
    if (!change) return dom.html('span', { class: 'patch none', 'data-label': name, text: format.none });
    const element = dom.html('span', { class: 'patch', 'data-label': name }, [
      dom.html('b', { text: format.change(change.ratio) }),
      dom.html('small', { text: format.interval(change.low, change.high) }),
    ]);
    const size = change.ratio > 0 ? Math.min(1, Math.abs(Math.log(change.ratio)) / Math.log(1.3)) : 0;
    const strength = change.verdict === 'pass' ? 0.08 : 0.1 + 0.45 * size;
    element.style.background = `rgb(var(--${change.verdict}) / ${strength.toFixed(2)})`;
    element.title = `${change.statistic}: ${change.verdict}, tolerance ${format.share(change.tolerance)}`;
    return element;
  }

  function isUnjudged(signal) {
    return signal.verdict === 'inconclusive' && (signal.note || '').includes(tooFew);
  }

  function note(signal) {
    return (signal.note || '').split('; ').filter(part => !part.endsWith(tooFew)).join('; ');
  }

  function cells(signal) {
    if (signal.kind !== 'distribution') {
      const only = signal.changes[0];
      return [dom.html('td', { class: 'cell', colspan: 4 }, [patch(only, only ? only.statistic : '')])];
    }
    return statistics.map(name => dom.html('td', { class: 'cell' },
      [patch(signal.changes.find(change => change.statistic === name), name)]));
  }

  function toggle(signal, parts, redraw) {
    const shown = open.has(signal.name);
    const word = Object.keys(parts[0].labels)[0];
    return dom.html('button', {
      type: 'button', class: 'more', 'aria-expanded': String(shown),
      text: (shown ? '▾ ' : '▸ ') + format.plural(parts.length, word, word + 's'),
      click: event => {
        event.stopPropagation();
        if (shown) open.delete(signal.name); else open.add(signal.name);
        redraw();
      },
    });
  }

  function wait(signal) {
    const seconds = signal.decidesInSeconds;
    return dom.html('small', { text: seconds ? '≈ ' + format.about(seconds) : '' });
  }

  function row(signal, parts, chosen, choose, redraw) {
    const part = label(signal);
    const first = [dom.html('button', {
      type: 'button', class: 'name', text: part || signal.name,
      click: event => { event.stopPropagation(); choose(signal); },
    })];
    if (parts.length) first.push(toggle(signal, parts, redraw));
    const said = note(signal);
    if (said) first.push(dom.html('span', { class: 'note', text: said }));
    const classes = (part ? 'part ' : '') + (key(signal) === chosen ? 'chosen' : '');
    return dom.html('tr', { class: classes, 'data-series': key(signal), click: () => choose(signal) }, [
      dom.html('td', {}, first),
      dom.html('td', { class: 'figure', 'data-label': 'baseline', text: figure(signal, 'baseline') }),
      dom.html('td', { class: 'figure', 'data-label': 'canary', text: figure(signal, 'canary') }),
      ...cells(signal),
      dom.html('td', { class: 'verdict-cell' }, [dom.badge(signal.verdict), wait(signal)]),
    ]);
  }

  function drawOutcomes(wholes, redraw) {
    const counted = outcomes
      .map(([name, holds]) => [name, wholes.filter(holds).length])
      .filter(([name, number]) => number > 0 || name === outcome);
    const title = ([name, number]) => name + ' ' + number;
    dom.choice(dom.by('outcomes'), counted.map(title), title(counted.find(([name]) => name === outcome)), picked => {
      outcome = counted.find(one => title(one) === picked)[0];
      redraw();
    });
  }

  function draw(result, chosen, choose) {
    const redraw = () => draw(result, chosen, choose);
    const shown = result.signals.filter(one => !(one.note || '').startsWith(noEvents));
    const wholes = shown.filter(signal => !label(signal));
    drawOutcomes(wholes, redraw);
    const holds = outcomes.find(([name]) => name === outcome)[1];
    const wanted = new Set(wholes.filter(holds).map(signal => signal.name));
    const rows = [];
    for (const signal of shown.filter(one => wanted.has(one.name))) {
      const whole = !label(signal);
      if (!whole && !open.has(signal.name)) continue;
      const parts = whole
        ? result.signals.filter(other => other.name === signal.name && label(other) && other.note !== noEvents)
        : [];
      rows.push(row(signal, parts, chosen, choose, redraw));
    }
    const body = dom.by('heat').tBodies[0];
    const focused = body.contains(document.activeElement)
      ? [document.activeElement.closest('tr').dataset.series, document.activeElement.className] : null;
    body.replaceChildren(...rows);
    if (focused) {
      const again = rows.find(element => element.dataset.series === focused[0]);
      again?.querySelector('.' + focused[1])?.focus({ preventScroll: true });
    }
  }

  return { draw, key, label };
})();
