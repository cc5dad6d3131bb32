/* What functions and goroutines do: shares of CPU and of allocated bytes, and goroutines by origin. */
const profile = (() => {
  function cell(text, style) {
    return dom.html('td', { text, class: style });
  }

  function points(difference) {
    if (difference === null) return format.none;
    return (difference < 0 ? '−' : '+') + Math.abs(difference * 100).toFixed(1);
  }

  function part(side) {
    const bytes = (value, per) => value === undefined || value === null
      ? '' : ', ' + format.value(value, 'bytes') + per;
    return format.share(side.share)
      + (bytes(side.bytesPerRequest, ' a request') || bytes(side.bytesPerSecond, '/s'));
  }

  function share(kind, row) {
    const change = dom.html('td', { class: 'figure' });
    if (row.shown) {
      change.append(
        dom.html('b', { text: points(row.difference) }),
        dom.html('small', { text: ` [${points(row.low)}, ${points(row.high)}]` }));
    } else {
      change.textContent = 'not shown to differ';
      change.classList.add('soft');
    }
    return dom.html('tr', {}, [
      cell(kind, 'soft'), cell(row.class || row.function), cell(part(row.baseline), 'figure'),
      cell(part(row.canary), 'figure'), change,
    ]);
  }

  function count(side) {
    const growth = side.growth ? `, ${side.growth > 0 ? '+' : '−'}${format.number(Math.abs(side.growth))}` : '';
    return format.number(side.count) + growth;
  }

  function goroutines(row) {
    return dom.html('tr', {}, [
      cell(row.creator), cell(row.state), cell(count(row.baseline), 'figure'),
      cell(format.duration(row.baseline.oldestSeconds), 'figure'),
      cell(count(row.canary), 'figure'), cell(format.duration(row.canary.oldestSeconds), 'figure'),
    ]);
  }

  /* What was shown to differ first, then the largest. */
  function top(rows) {
    return rows.slice(0, 5);
  }

  function draw(result) {
    const { cpu, allocations, goroutines: groups } = result.profile;
    const shares = [
      ...cpu.classes.map(row => share('CPU', row)),
      ...top(cpu.functions).map(row => share('CPU', row)),
      ...top(allocations).map(row => share('bytes', row)),
    ];
    dom.by('profile-card').hidden = !shares.length;
    dom.by('profile').tBodies[0].replaceChildren(...shares);
    dom.by('profile-samples').textContent = `CPU: ${format.number(cpu.samples.baseline)} and `
      + `${format.number(cpu.samples.canary)} samples. Differences are in percentage points.`;
    dom.by('goroutines-card').hidden = !groups.length;
    dom.by('goroutines').tBodies[0].replaceChildren(...groups.map(goroutines));
  }

  return { draw };
})();
