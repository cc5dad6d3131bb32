/* The state of the page, and the stream that keeps it up to date. */
(() => {
  const state = {
    results: new Map(),
    comparison: null,
    series: null,
    view: distribution.views[0],
    statistic: 'p95',
    buckets: null,
    history: [],
    asked: 0,
  };

  function result() {
    return state.results.get(state.comparison);
  }

  function signal() {
    return result().signals.find(s => heat.key(s) === state.series) || result().signals[0];
  }

  function api(path) {
    return `api/v1/comparisons/${encodeURIComponent(state.comparison)}/${path}`;
  }

  function query() {
    const chosen = signal();
    return `signal=${encodeURIComponent(chosen.name)}&label=${encodeURIComponent(heat.label(chosen))}`;
  }

  async function json(path) {
    const response = await fetch(path);
    if (!response.ok) throw new Error(path + ': ' + response.status);
    return response.json();
  }

  /* Only the newest question's answer counts. */
  async function load(withHistory) {
    if (!result().signals.length) return;
    const question = ++state.asked;
    const [buckets, past] = await Promise.all([
      json(api('distributions?' + query())),
      withHistory ? json(api('timeline?' + query())) : null,
    ]);
    if (question !== state.asked) return;
    state.buckets = buckets.signals[0];
    if (past) state.history = past.points;
    drawCharts();
  }

  function drawCharts() {
    const chosen = signal();
    const part = heat.label(chosen);
    dom.by('distribution-title').textContent = 'Distribution of ' + chosen.name + (part ? ', ' + part : '');
    dom.by('timeline-title').textContent = 'Change of ' + chosen.name
      + (part ? ', all ' + Object.keys(chosen.labels)[0] + 's' : '');
    dom.choice(dom.by('views'), chosen.kind === 'distribution' ? distribution.views : [], state.view, view => {
      state.view = view;
      drawCharts();
    });
    distribution.draw(dom.by('distribution'), state.buckets, chosen, state.view);
    const names = chosen.changes.map(change => change.statistic);
    const statistic = names.includes(state.statistic) ? state.statistic : names[0];
    dom.choice(dom.by('statistics'), names, statistic, name => {
      state.statistic = name;
      drawCharts();
    });
    timeline.draw(dom.by('timeline'), state.history, chosen.name, statistic);
  }

  function choose(chosen) {
    state.series = heat.key(chosen);
    state.buckets = null;
    state.history = [];
    drawTable();
    refresh(true);
  }

  function drawTable() {
    heat.draw(result(), state.series, choose);
  }

  function drawTabs() {
    const names = [...state.results.keys()].sort();
    dom.by('tabs').replaceChildren(...names.map(name => {
      const dot = dom.html('span', { class: 'dot' });
      dot.style.background = dom.verdictColour(state.results.get(name).verdict);
      return dom.html('button', {
        type: 'button', 'aria-current': String(name === state.comparison),
        click: () => { location.hash = encodeURIComponent(name); },
      }, [dot, document.createTextNode(name)]);
    }));
    document.title = result().verdict + ': ' + state.comparison + ' - graydiff';
  }

  function drawAll() {
    dom.by('empty').hidden = true;
    dom.by('content').hidden = false;
    drawTabs();
    about.draw(result());
    profile.draw(result());
    facts.draw(result());
    drawTable();
  }

  function refresh(withHistory) {
    load(withHistory).catch(error => { dom.by('link').textContent = error.message; });
  }

  function open(name) {
    state.comparison = name;
    state.series = state.results.get(name).signals.length
      ? heat.key(state.results.get(name).signals[0]) : null;
    state.buckets = null;
    state.history = [];
    drawAll();
    refresh(true);
  }

  function wanted() {
    const name = decodeURIComponent(location.hash.slice(1));
    return state.results.has(name) ? name : [...state.results.keys()].sort()[0];
  }

  function receive(fresh) {
    state.results.set(fresh.comparison, fresh);
    if (state.comparison === null) {
      open(wanted());
    } else if (fresh.comparison === state.comparison) {
      append(fresh);
      drawAll();
      refresh(state.history.length === 0);
    } else {
      drawTabs();
    }
  }

  function append(fresh) {
    const changes = {};
    fresh.signals.filter(s => !heat.label(s)).forEach(s => { changes[s.name] = s.changes; });
    const last = state.history[state.history.length - 1];
    if (last && last.windows >= fresh.windows) return;
    state.history.push({ windows: fresh.windows, at: null, signals: changes });
  }

  function connect() {
    const link = dom.by('link');
    const stream = new EventSource('api/v1/stream');
    stream.onopen = () => { link.textContent = 'live'; link.classList.add('live'); };
    stream.onerror = () => { link.textContent = 'reconnecting'; link.classList.remove('live'); };
    stream.onmessage = event => receive(JSON.parse(event.data));
  }

  addEventListener('hashchange', () => { if (state.comparison !== null) open(wanted()); });
  let redraw = 0;
  addEventListener('resize', () => {
    cancelAnimationFrame(redraw);
    redraw = requestAnimationFrame(() => { if (result()?.signals.length) drawCharts(); });
  });
  connect();
})();
