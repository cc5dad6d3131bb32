/* What both charts share: a plot area in SVG, axes, and a line under the pointer. */
const charts = (() => {
  const height = 270;
  const margin = { left: 60, right: 12, top: 20, bottom: 28 };

  /* A plot that fills the container; scales map data to pixels. */
  function plot(container, title) {
    const width = Math.max(280, container.clientWidth);
    const root = dom.svg('svg', {
      viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title,
    });
    const area = {
      left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom,
    };
    return { root, area, width };
  }

  function scale(from, to, low, high) {
    const span = to - from || 1;
    return v => low + (v - from) / span * (high - low);
  }

  function line(x1, y1, x2, y2, name) {
    return dom.svg('line', { x1, y1, x2, y2, class: name });
  }

  function text(x, y, anchor, content) {
    return dom.svg('text', { x, y, 'text-anchor': anchor, text: content });
  }

  /* Round steps: about so many between the ends. */
  function ticks(from, to, about) {
    const raw = (to - from) / about || 1;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map(m => m * power).find(s => s >= raw);
    const all = [];
    for (let v = Math.ceil(from / step) * step; v <= to + step * 1e-9; v += step) all.push(v);
    return all;
  }

  /* Calls at(x, svg) with the pointer's place; it returns text lines and a place, or null. */
  function hover(container, plotted, at) {
    const cross = line(0, plotted.area.top, 0, plotted.area.bottom, 'cross');
    const tip = dom.html('div', { class: 'tip' });
    cross.style.display = tip.style.display = 'none';
    plotted.root.append(cross);
    container.append(tip);
    const hide = () => { cross.style.display = tip.style.display = 'none'; };
    plotted.root.addEventListener('pointermove', event => {
      const box = plotted.root.getBoundingClientRect();
      const factor = box.width / plotted.width;
      const found = at((event.clientX - box.left) / factor);
      if (!found) return hide();
      cross.setAttribute('x1', found.x);
      cross.setAttribute('x2', found.x);
      cross.style.display = tip.style.display = '';
      tip.replaceChildren(...found.lines.map(content => dom.html('div', { text: content })));
      const place = found.x * factor + 10;
      tip.style.left = Math.max(0, Math.min(place, box.width - tip.offsetWidth)) + 'px';
    });
    plotted.root.addEventListener('pointerleave', hide);
  }

  function message(container, content) {
    container.replaceChildren(dom.html('p', { class: 'message', text: content }));
  }

  function keyed(entries) {
    return dom.html('div', { class: 'key' }, entries.map(([name, content]) =>
      dom.html('span', {}, [dom.html('i', { class: name }), document.createTextNode(content)])));
  }

  return { plot, scale, line, text, ticks, hover, message, keyed };
})();
