package io.graydiff.collect;

import io.graydiff.kernel.KernelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and closes a group of probes: attaches them, lets them count from the moment that all are
 * in place, and detaches them. Groups so dear that they slow down what others measure keep requests
 * from being timed while they are open. For the collector's thread.
 */
final class GateSwitch {
  static final long FOR_GOOD = Long.MAX_VALUE;

  private static final Logger LOG = LoggerFactory.getLogger(GateSwitch.class);

  /** So far ahead are the ends of windows announced to the programs. */
  private static final long LEAD = 500_000;

  private static final long RETRY = 10_000_000_000L;

  private final KernelProbes kernel;
  private final Observer observer;
  private final CensoredCounts censored;
  private final Treasury treasury;
  private boolean attachedAny;

  GateSwitch(KernelProbes kernel, Observer observer, CensoredCounts censored, Treasury treasury) {
    this.kernel = kernel;
    this.observer = observer;
    this.censored = censored;
    this.treasury = treasury;
  }

  /**
   * Opens a gate; what cannot be attached at a second try is tried again later.
   *
   * @param length of the window, or {@link #FOR_GOOD}
   * @param disturbing whether requests must not be timed meanwhile
   */
  void open(Gate gate, long length, boolean disturbing) {
    try {
      gate.opening();
      attach(gate, length, disturbing);
    } catch (KernelException first) {
      try {
        observer.detach(gate.group());
        attach(gate, length, disturbing);
      } catch (KernelException e) {
        LOG.warn("{} cannot be attached: {}", gate.group(), e.getMessage());
        detach(gate, disturbing);
        gate.postpone(System.nanoTime() + RETRY);
      }
    }
  }

  private void attach(Gate gate, long length, boolean disturbing) throws KernelException {
    if (disturbing) {
      kernel.disturbRequestsUntil(Long.MAX_VALUE);
    }
    treasury.limit(gate);
    long begun = System.nanoTime();
    observer.attach(gate.group());
    if (!attachedAny) {
      attachedAny = true;
      LOG.info("the first probes are attached: {}", gate.group());
    }
    // Only from then on, with the probes of every binary in place, does anything count.
    treasury.charge(gate);
    if (treasury.isSpent(gate)) {
      detach(gate, disturbing);
      treasury.charge(gate);
      gate.spentWhileOpening(begun, System.nanoTime());
      LOG.debug("{} was hit too often while it was attached", gate.group());
      return;
    }
    long from = System.nanoTime() + LEAD;
    long until = length == FOR_GOOD ? FOR_GOOD : from + length;
    gate.group().kinds().forEach(kind -> kernel.count(kind, from, until));
    gate.opened(from, until, length == FOR_GOOD, disturbing);
  }

  private void detach(Gate gate, boolean disturbing) {
    treasury.unlimit(gate);
    observer.detach(gate.group());
    if (disturbing) {
      kernel.disturbRequestsUntil(System.nanoTime());
    }
  }

  /**
   * Closes a gate.
   *
   * @param cutOff whether before its time, because of what it cost
   */
  void close(Gate gate, boolean cutOff) throws KernelException {
    long begun = System.nanoTime();
    treasury.charge(gate);
    double attaching = gate.spentBeforeWindow();
    double within = gate.spentSinceOpen() - attaching;
    long end = end(gate, begun);
    gate.group().kinds().forEach(kind -> kernel.stopCounting(kind, end));
    detach(gate, gate.isDisturbing());
    int cut = censored.cutOff(gate.group().kinds(), gate.openedAt(), end);
    long now = System.nanoTime();
    treasury.charge(gate);
    gate.closed(end, within, cut, cutOff, now);
    LOG.debug(
        "{} was open for {} ns: hits took {} ns in it, {} before; {} ns until detached{}",
        gate.group(),
        end - gate.openedAt(),
        within,
        attaching,
        now - begun,
        cutOff ? "; cut off" : "");
  }

  /** Those whose limit was reached have ended already. */
  private long end(Gate gate, long now) {
    long end = Math.min(gate.closesAt(), now + LEAD);
    if (treasury.isSpent(gate)) {
      end = gate.group().kinds().stream().mapToLong(kernel::stopsCountingAt).reduce(end, Math::min);
    }
    return Math.max(gate.openedAt(), end);
  }
}
