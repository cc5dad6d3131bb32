/* Both groups' distributions over each other: density, or the tail on a logarithmic scale. */
const distribution = (() => {
  const perDoubling = 6;
  const groups = ['baseline', 'canary'];

  /* Shares in bins of equal width on the logarithmic axis; a bucket's values lie evenly in it. */
  function bins(buckets, first, last) {
    const shares = new Array(last - first + 1).fill(0);
    buckets.counts.forEach((count, i) => {
      const low = buckets.lower[i];
      const high = buckets.upper[i];
      const from = Math.max(first, low > 0 ? Math.floor(Math.log2(low) * perDoubling) : first);
      for (let bin = from; bin <= last && 2 ** (bin / perDoubling) < high; bin++) {
        const start = bin === from ? low : Math.max(low, 2 ** (bin / perDoubling));
        const end = Math.min(high, 2 ** ((bin + 1) / perDoubling));
        if (end > start) shares[bin - first] += count * (end - start) / (high - low) / buckets.count;
      }
    });
    return shares;
  }

  function range(series) {
    let low = Infinity;
    let high = 0;
    for (const group of groups) {
      const b = series[group];
      if (!b.count) continue;
      low = Math.min(low, b.lower[0] || b.upper[0] / 2);
      high = Math.max(high, b.upper[b.upper.length - 1]);
    }
    return [Math.floor(Math.log2(low) * perDoubling) - 1, Math.ceil(Math.log2(high) * perDoubling)];
  }

  function tail(shares) {
    let left = 1;
    return shares.map(share => {
      const above = left;
      left = Math.max(0, left - share);
      return above;
    });
  }

  function path(values, x, y, first) {
    return values.map((v, i) => `${i ? 'L' : 'M'}${x(first + i).toFixed(1)},${y(v).toFixed(1)}`
      + `L${x(first + i + 1).toFixed(1)},${y(v).toFixed(1)}`).join('');
  }

  /* The power of ten below one value among all. */
  function leastShare(series) {
    const count = Math.max(...groups.map(group => series[group].count));
    return 10 ** Math.floor(-Math.log10(Math.max(10, count)));
  }

  function decades(least) {
    const all = [];
    for (let e = 0; e >= Math.log10(least) - 0.5; e--) all.push(10 ** e);
    return all;
  }

  function slope(values, x, y, first) {
    return values.filter(v => v > 1e-9)
      .map((v, i) => `${i ? 'L' : 'M'}${x(first + i).toFixed(1)},${y(v).toFixed(1)}`).join('');
  }

  function valueAxis(plotted, x, first, last, unit) {
    const { area, root } = plotted;
    const decades = (last - first) / perDoubling * Math.log10(2);
    const room = (area.right - area.left) / decades;
    const steps = unit === 'bytes' ? 1 : room > 150 ? [1, 2, 5] : room > 80 ? [1, 3] : [1];
    const marks = [];
    if (unit === 'bytes') {
      const step = Math.max(1, Math.ceil(60 * (last - first) / perDoubling / (area.right - area.left)));
      for (let e = Math.ceil(first / perDoubling); e * perDoubling <= last + 1; e++) {
        if (e % step === 0) marks.push(2 ** e);
      }
    } else {
      const low = Math.floor(first / perDoubling * Math.log10(2)) - 1;
      for (let e = low; e <= low + decades + 3; e++) steps.forEach(s => marks.push(s * 10 ** e));
    }
    for (const v of marks) {
      const place = x(Math.log2(v) * perDoubling);
      if (place < area.left + 4 || place > area.right - 4) continue;
      root.append(charts.line(place, area.bottom, place, area.bottom + 4, 'axis'));
      root.append(charts.text(place, area.bottom + 17, 'middle', tick(v, unit)));
    }
    root.append(charts.line(area.left, area.bottom, area.right, area.bottom, 'axis'));
  }

  /* 10 µs rather than 10.0 µs. */
  function tick(v, unit) {
    return format.value(v, unit).replace(/\.0+(?= )/, '');
  }

  function quantileMarks(plotted, x, signal) {
    let labelled = -Infinity;
    for (const group of groups) {
      for (const q of ['0.5', '0.95', '0.99']) {
        const v = signal[group].quantiles[q];
        if (!v) continue;
        const place = x(Math.log2(v) * perDoubling);
        plotted.root.append(
          charts.line(place, plotted.area.top, place, plotted.area.bottom, 'mark ' + group));
        if (group === 'baseline' && place - labelled > 26) {
          labelled = place;
          plotted.root.append(charts.text(place, 12, 'middle', 'p' + Math.round(q * 100)));
        }
      }
    }
  }

  function draw(container, series, signal, view) {
    if (!series || !(series.baseline.count + series.canary.count)) {
      charts.message(container, signal.kind === 'distribution'
        ? 'Nothing was seen yet.' : 'A ' + signal.kind + ' has no distribution.');
      return;
    }
    const plotted = charts.plot(container, 'Distribution of ' + signal.name);
    const { area, root } = plotted;
    const [first, last] = range(series);
    const x = charts.scale(first, last + 1, area.left, area.right);
    const shares = {};
    groups.forEach(group => { shares[group] = bins(series[group], first, last); });
    const isTail = view === 'tail';
    const least = leastShare(series);
    const curves = isTail ? { baseline: tail(shares.baseline), canary: tail(shares.canary) } : shares;
    const top = Math.max(...groups.flatMap(group => shares[group]));
    const y = isTail
      ? v => charts.scale(Math.log10(least), 0, area.bottom, area.top)(Math.log10(Math.max(v, least)))
      : charts.scale(0, top * 1.05, area.bottom, area.top);
    for (const v of isTail ? decades(least) : charts.ticks(0, top, 4)) {
      root.append(charts.line(area.left, y(v), area.right, y(v), 'axis'));
      root.append(charts.text(area.left - 6, y(v) + 4, 'end', +(v * 100).toPrecision(2) + ' %'));
    }
    for (const group of groups) {
      if (!series[group].count) continue;
      const d = (isTail ? slope : path)(curves[group], x, y, first);
      if (!isTail) {
        root.append(dom.svg('path', {
          class: 'area ' + group, d: `${d}L${area.right},${area.bottom}L${area.left},${area.bottom}Z`,
        }));
      }
      root.append(dom.svg('path', { class: 'stroke ' + group, d }));
    }
    valueAxis(plotted, x, first, last, series.unit);
    quantileMarks(plotted, x, signal);
    container.replaceChildren(root, charts.keyed(groups.map(group =>
      [group, `${group}, ${format.number(series[group].count)} values`])));
    charts.hover(container, plotted, place => {
      const bin = Math.floor(first + (place - area.left) / (area.right - area.left) * (last + 1 - first));
      if (bin < first || bin > last) return null;
      const low = 2 ** (bin / perDoubling);
      const high = 2 ** ((bin + 1) / perDoubling);
      const unit = series.unit;
      const head = isTail ? 'above ' + format.value(low, unit)
        : format.value(low, unit) + ' to ' + format.value(high, unit);
      return {
        x: x(isTail ? bin : bin + 0.5),
        lines: [head, ...groups.map(group =>
          `${group} ${+(curves[group][bin - first] * 100).toPrecision(3)} %`)],
      };
    });
  }

  return { draw, views: ['density', 'tail'] };
})();
