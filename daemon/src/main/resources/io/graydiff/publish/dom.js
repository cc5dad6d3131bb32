/* Elements with text; nothing from outside ever becomes markup. */
const dom = (() => {
  const SVG = 'http://www.w3.org/2000/svg';
  const marks = { pass: '✓', improvement: '↓', inconclusive: '·', regression: '✗' };

  function by(id) {
    return document.getElementById(id);
  }

  function fill(element, attributes, children) {
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === 'text') element.textContent = value;
      else if (key === 'click') element.addEventListener('click', value);
      else if (value !== undefined) element.setAttribute(key, value);
    }
    element.append(...(children || []));
    return element;
  }

  function html(tag, attributes, children) {
    return fill(document.createElement(tag), attributes, children);
  }

  function svg(tag, attributes, children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
  }

  function verdictColour(verdict) {
    return 'rgb(var(--' + verdict + '))';
  }

  function badge(verdict) {
    const element = html('span', { class: 'badge', text: marks[verdict] + ' ' + verdict });
    element.style.color = verdictColour(verdict);
    return element;
  }

  /* Buttons of which one is pressed. */
  function choice(container, options, chosen, choose) {
    container.replaceChildren(...options.map(option => html('button', {
      type: 'button', text: option, 'aria-pressed': String(option === chosen),
      click: () => choose(option),
    })));
  }

  return { by, html, svg, badge, choice, marks, verdictColour };
})();
