/* Everything beside the changes: verdict, groups, notes, cost, loss and processes. */
const about = (() => {
  function outlook(ahead) {
    if (!ahead) return '';
    if (ahead.decidesInSeconds === null) return `no end in sight for ${ahead.signal}: more load or more tolerance`;
    const what = ahead.regression ? `a regression of ${ahead.signal}` : `a pass, ${ahead.signal} last`;
    return `going on like this: ${what}, in about ${format.about(ahead.decidesInSeconds)}`;
  }

  function verdict(result) {
    const element = dom.by('verdict');
    element.style.borderLeftColor = dom.verdictColour(result.verdict);
    const word = dom.html('strong', { text: dom.marks[result.verdict] + ' ' + result.verdict });
    word.style.color = dom.verdictColour(result.verdict);
    element.replaceChildren(
      word,
      dom.html('span', {
        text: format.plural(result.windows, 'window', 'windows') + ', '
          + format.duration(result.durationSeconds),
      }),
      dom.html('span', { text: 'since ' + new Date(result.startedAt).toLocaleString() }),
      dom.html('span', { text: outlook(result.outlook) }));
  }

  function group(name, side) {
    const left = side.left.length ? `, ${side.left.length} left` : '';
    dom.by(name).replaceChildren(
      dom.html('span', { text: name }),
      dom.html('strong', { text: side.goVersions.join(', ') || format.none }),
      dom.html('span', { text: format.plural(side.processCount, 'process', 'processes') + left }),
      dom.html('code', { text: side.selector }));
  }

  function entry(name, content, bad) {
    return [dom.html('dt', { text: name }), dom.html('dd', { text: content, class: bad ? 'bad' : '' })];
  }

  function cost(result) {
    const { budget, targetCpuShare, agentCpuShare, probeHits } = result.cost;
    const rows = [
      ...entry('Probes, of the targets’ CPU', format.share(targetCpuShare)),
      ...entry('Budget', budget === null ? 'unlimited' : format.share(budget)),
    ];
    if (budget !== null && targetCpuShare !== null) {
      const bar = dom.html('i', { class: targetCpuShare > budget ? 'over' : '' });
      bar.style.width = Math.min(100, targetCpuShare / budget * 100) + '%';
      rows.push(dom.html('div', { class: 'meter' }, [bar]));
    }
    rows.push(
      ...entry('Agent, of one CPU', format.share(agentCpuShare)),
      ...entry('Probe hits', format.number(probeHits)),
      ...entry('Events lost', format.number(result.loss.events), result.loss.events > 0),
      ...entry('Spans lost', format.number(result.loss.samples), result.loss.samples > 0));
    dom.by('cost').replaceChildren(...rows);
  }

  function processRow(name, process, left) {
    const cell = (content, style) => dom.html('td', { text: content, class: style });
    return dom.html('tr', { class: left ? 'left' : '' }, [
      cell(name + (left ? ', left' : '')), cell(process.pid, 'figure'), cell(process.goVersion),
      cell(process.exe), cell(process.module),
    ]);
  }

  function processes(result) {
    dom.by('processes').tBodies[0].replaceChildren(...['baseline', 'canary'].flatMap(name => [
      ...result[name].processes.map(process => processRow(name, process, false)),
      ...result[name].left.map(process => processRow(name, process, true)),
    ]));
  }

  function draw(result) {
    verdict(result);
    group('baseline', result.baseline);
    group('canary', result.canary);
    dom.by('notes').replaceChildren(...result.notes.map(note => dom.html('li', { text: note, title: note })));
    cost(result);
    processes(result);
  }

  return { draw };
})();
