'use strict';
/* Figures as people read them; null is what cannot be said. */
const format = (() => {
  const none = '–';

  function digits(n) {
    const size = Math.abs(n);
    if (size >= 99.95) return n.toFixed(0);
    if (size >= 9.995) return n.toFixed(1);
    if (size >= 0.9995) return n.toFixed(2);
    return size >= 0.00995 ? n.toFixed(3) : n.toFixed(4);
  }

  function seconds(s) {
    const size = Math.abs(s);
    if (size === 0) return '0 s';
    if (size < 0.9995e-6) return digits(s * 1e9) + ' ns';
    if (size < 0.9995e-3) return digits(s * 1e6) + ' µs';
    if (size < 0.9995) return digits(s * 1e3) + ' ms';
    return digits(s) + ' s';
  }

  function bytes(b) {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    let unit = 0;
    let scaled = b;
    while (Math.abs(scaled) >= 999.5 && unit < units.length - 1) {
      scaled /= 1024;
      unit++;
    }
    return (unit === 0 && Number.isInteger(scaled) ? scaled : digits(scaled)) + ' ' + units[unit];
  }

  function number(n) {
    if (Math.abs(n) >= 999.5e3) return digits(n / 1e6) + ' M';
    return Math.abs(n) >= 999.5 || Number.isInteger(n)
      ? Math.round(n).toLocaleString('en-US')
      : digits(n);
  }

  function value(v, unit) {
    if (v === null || v === undefined) return none;
    return unit === 'seconds' ? seconds(v) : unit === 'bytes' ? bytes(v) : number(v);
  }

  /* Three digits for pure numbers too: 7.00. */
  function rate(v, unit) {
    return v && unit === '1' && Math.abs(v) < 999.5 ? digits(v) : value(v, unit);
  }

  function signed(percent) {
    const text = Math.abs(percent).toFixed(Math.abs(percent) < 9.95 ? 1 : 0);
    return (percent < 0 && Number(text) !== 0 ? '−' : '+') + text;
  }

  function change(ratio) {
    if (ratio === null) return none;
    return ratio >= 10 ? '×' + Math.round(ratio) : signed((ratio - 1) * 100) + ' %';
  }

  function bound(ratio) {
    if (ratio === null) return '∞';
    return ratio >= 10 ? '×' + Math.round(ratio) : signed((ratio - 1) * 100);
  }

  /* Empty before there is an interval; an upper end of null is unbounded. */
  function interval(low, high) {
    return low === null ? '' : '[' + bound(low) + ', ' + bound(high) + ']';
  }

  function share(s) {
    return s === null ? none : Number((s * 100).toFixed(s < 0.0995 ? 2 : 0)) + ' %';
  }

  function duration(s) {
    const whole = Math.round(s);
    if (whole < 120) return whole + ' s';
    if (whole < 3600) return Math.floor(whole / 60) + ' min ' + (whole % 60) + ' s';
    return Math.floor(whole / 3600) + ' h ' + (Math.floor(whole / 60) % 60) + ' min';
  }

  /* What is only estimated. */
  function about(s) {
    if (s < 120) return Math.round(s) + ' s';
    if (s < 7200) return Math.round(s / 60) + ' min';
    return s < 172800 ? Math.round(s / 3600) + ' h' : number(Math.round(s / 86400)) + ' days';
  }

  function plural(n, one, many) {
    return number(n) + ' ' + (n === 1 ? one : many);
  }

  return { none, value, rate, number, change, signed, interval, share, duration, about, plural };
})();
