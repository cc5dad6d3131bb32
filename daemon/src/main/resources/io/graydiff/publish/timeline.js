/* One statistic's change over the windows: estimate, interval, and the tolerance around zero. */
const timeline = (() => {
  const mostPercent = 400;

  function percent(ratio) {
    return Math.min(mostPercent, (ratio - 1) * 100);
  }

  function points(history, signal, statistic) {
    return history
      .map(point => ({ windows: point.windows, ...find(point, signal, statistic) }))
      .filter(point => point.ratio !== undefined && point.ratio !== null);
  }

  function find(point, signal, statistic) {
    return (point.signals[signal] || []).find(change => change.statistic === statistic);
  }

  function d(all, x, value) {
    return all.map((p, i) => `${i ? 'L' : 'M'}${x(p.windows).toFixed(1)},${value(p).toFixed(1)}`).join('');
  }

  /* The estimate decides the scale; a wide early interval may leave the frame. */
  function extent(all, tolerance) {
    const late = all.slice(-Math.ceil(all.length * 0.7));
    const values = [
      ...all.map(p => percent(p.ratio)),
      ...late.filter(p => p.low !== null).flatMap(p => [percent(p.low), percent(p.high ?? p.ratio)]),
      tolerance * 150, -tolerance * 150,
    ];
    const low = Math.min(...values);
    const high = Math.max(...values);
    const pad = (high - low) * 0.08 || 1;
    return [low - pad, high + pad];
  }

  function draw(container, history, signal, statistic) {
    const all = points(history, signal, statistic);
    if (!all.length) {
      charts.message(container, 'There is no change to draw yet.');
      return;
    }
    const plotted = charts.plot(container, `${statistic} of ${signal} over the windows`);
    const { area, root } = plotted;
    const tolerance = all[all.length - 1].tolerance;
    const [low, high] = extent(all, tolerance);
    const first = all[0].windows;
    const last = Math.max(all[all.length - 1].windows, first + 1);
    const x = charts.scale(first, last, area.left, area.right);
    const y = charts.scale(low, high, area.bottom, area.top);
    const inside = v => Math.max(area.top, Math.min(area.bottom, y(v)));
    root.append(dom.svg('rect', {
      class: 'tolerance', x: area.left, width: area.right - area.left,
      y: inside(tolerance * 100), height: inside(-tolerance * 100) - inside(tolerance * 100),
    }));
    for (const v of charts.ticks(low, high, 5)) {
      root.append(charts.line(area.left, y(v), area.right, y(v), Math.abs(v) < 1e-9 ? 'zero' : 'axis'));
      root.append(charts.text(area.left - 6, y(v) + 4, 'end', tick(v, high - low)));
    }
    for (const v of charts.ticks(first, last, 5).filter(Number.isInteger)) {
      root.append(charts.text(x(v), area.bottom + 17, 'middle', format.number(v)));
    }
    const bounded = all.filter(p => p.low !== null);
    if (bounded.length > 1) {
      const up = d(bounded, x, p => inside(p.high === null ? high : percent(p.high)));
      const down = d(bounded.slice().reverse(), x, p => inside(percent(p.low))).replace('M', 'L');
      root.append(dom.svg('path', { class: 'band', d: up + down + 'Z' }));
    }
    root.append(dom.svg('path', { class: 'stroke canary', d: d(all, x, p => inside(percent(p.ratio))) }));
    const end = all[all.length - 1];
    root.append(dom.svg('circle', {
      cx: x(end.windows), cy: inside(percent(end.ratio)), r: 3.5, fill: 'var(--canary)',
    }));
    container.replaceChildren(root, charts.keyed([
      ['canary', `${signal} ${statistic}: ${format.change(end.ratio)}`],
      ['band', 'interval'],
      ['tolerance', `tolerance ±${format.share(tolerance)}`],
    ]));
    charts.hover(container, plotted, place => {
      const near = all.reduce((best, p) =>
        Math.abs(x(p.windows) - place) < Math.abs(x(best.windows) - place) ? p : best);
      return {
        x: x(near.windows),
        lines: ['after ' + format.plural(near.windows, 'window', 'windows'),
          `${statistic} ${format.change(near.ratio)} ${format.interval(near.low, near.high)}`,
          near.verdict],
      };
    });
  }

  function tick(v, span) {
    return (v > 0 ? '+' : v < 0 ? '−' : '') + Math.abs(v).toFixed(span < 5 ? 1 : 0) + ' %';
  }

  return { draw };
})();
