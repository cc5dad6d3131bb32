/* What differs between the builds, and what failed: one section each, shown when there is something. */
const facts = (() => {
  const EVENTS = 10;

  function cell(text, style) {
    return dom.html('td', { text, class: style });
  }

  function values(list) {
    return list.map(value => value || 'none').join(' or ') || format.none;
  }

  function build(difference) {
    return dom.html('tr', {}, [
      cell((difference.kind.replaceAll('_', ' ') + ' ' + difference.name).trim()),
      cell(values(difference.baseline)), cell(values(difference.canary)),
    ]);
  }

  function event(failure) {
    return dom.html('tr', {}, [
      cell(failure.group), cell(failure.kind), cell(failure.function),
      cell([failure.type, failure.text].filter(part => part).join(': ')),
      cell(format.number(failure.count), 'figure'),
      cell(new Date(failure.last).toLocaleTimeString(), 'figure'),
    ]);
  }

  /* Of what the processes died that have left. */
  function words(result, name) {
    return result[name].left.filter(process => process.lastWords).map(process =>
      dom.html('tr', {}, [
        cell(name), cell('last words'), cell('process ' + process.pid), cell(process.lastWords),
        cell('', 'figure'), cell('', 'figure'),
      ]));
  }

  function section(name, rows) {
    dom.by(name + '-card').hidden = !rows.length;
    dom.by(name).tBodies[0].replaceChildren(...rows);
  }

  function draw(result) {
    section('builds', result.builds.map(build));
    section('events', [
      ...result.events.slice(0, EVENTS).map(event),
      ...words(result, 'baseline'), ...words(result, 'canary'),
    ]);
  }

  return { draw };
})();
