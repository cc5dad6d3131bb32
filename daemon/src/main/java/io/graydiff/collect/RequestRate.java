package io.graydiff.collect;

/**
 * Requests that a process serves a second, seen in windows of the request probes that may be much
 * shorter than those of the comparison. What was seen before counts as long as not a whole window's
 * length was observed since: the rate of a short moment alone is chance, and one that ended because
 * many requests came is more than the rate.
 *
 * @param requests seen
 * @param seconds for which they were observed
 * @param window length of the comparison's window in seconds
 */
record RequestRate(double requests, double seconds, double window) {

  /** The rate after one window more. */
  RequestRate then(RequestRate next) {
    double kept = next.window > 0 ? Math.max(0, 1 - next.seconds / next.window) : 1;
    return new RequestRate(
        requests * kept + next.requests, seconds * kept + next.seconds, next.window);
  }

  /** The rate; 0 while none was observed. */
  double perSecond() {
    return seconds > 0 ? requests / seconds : 0;
  }
}
