package io.graydiff.pods;

import io.graydiff.target.ContainerId;
import io.graydiff.target.PodIndex;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pods of this node, for selectors that ask for them. Nothing is connected, and no class of the
 * Kubernetes client loaded, before the first namespace is asked for. What is known stays known
 * while the API cannot be reached.
 *
 * <p>{@link #watch} and {@link #retain} wait for the API; all else is for any thread and never
 * waits.
 */
public final class NodePods implements PodIndex, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodePods.class);

  private final Surroundings surroundings;
  private final Runnable onChange;
  private volatile KnownPods known = KnownPods.NONE;
  private volatile Optional<PodWatch> watch = Optional.empty();

  NodePods(Surroundings surroundings, Runnable onChange) {
    this.surroundings = surroundings;
    this.onChange = onChange;
  }

  /**
   * The pods of this machine.
   *
   * @param onChange called after each change that may matter to selectors, in any thread
   */
  public static NodePods ofMachine(Runnable onChange) {
    return new NodePods(Surroundings.ofProcess(), onChange);
  }

  /**
   * Watches the pods of these namespaces too; they are known when this returns.
   *
   * @throws PodDiscoveryException when there is no cluster, or it cannot be reached, or it denies
   */
  public synchronized void watch(Set<String> namespaces) throws PodDiscoveryException {
    for (String namespace : namespaces) {
      watching().add(namespace);
    }
  }

  /** Watches no other namespaces than these any more. */
  public synchronized void retain(Set<String> namespaces) {
    if (namespaces.isEmpty()) {
      close();
    } else {
      watch.ifPresent(open -> open.retain(namespaces));
    }
  }

  private PodWatch watching() throws PodDiscoveryException {
    if (watch.isEmpty()) {
      needCluster();
      String node = surroundings.node();
      if (!surroundings.nodeIsGiven()) {
        LOG.warn("NODE_NAME is not set; taking the host's name, {}, for the node's", node);
      }
      watch = Optional.of(PodWatch.open(surroundings, node, this::changed, System::nanoTime));
    }
    return watch.get();
  }

  private void needCluster() throws PodDiscoveryException {
    if (!surroundings.hasCluster()) {
      throw new PodDiscoveryException(
          "k8s selectors need the Kubernetes API, and nothing says where it is: run in a pod with a"
              + " service account, or set KUBECONFIG to a file that can be read; or choose by"
              + " cgroup=, module= or revision=");
    }
  }

  private void changed(KnownPods now) {
    known = now;
    onChange.run();
  }

  /**
   * The pods of all namespaces at this moment, asked for once.
   *
   * @return empty where there is no cluster
   */
  public static Optional<PodIndex> now() throws PodDiscoveryException {
    return now(Surroundings.ofProcess());
  }

  static Optional<PodIndex> now(Surroundings surroundings) throws PodDiscoveryException {
    if (!surroundings.hasCluster()) {
      return Optional.empty();
    }
    return Optional.of(PodList.of(surroundings));
  }

  @Override
  public Optional<Container> find(ContainerId id) {
    return known.find(id);
  }

  /** How many pods are known. */
  public int size() {
    return known.pods().size();
  }

  /** Why pods may have changed without being noticed; empty while they are watched. */
  public Optional<String> staleness() {
    return watch.flatMap(open -> open.state().staleness());
  }

  @Override
  public synchronized void close() {
    // No method reference: that would load what the watch is made of, though there is none.
    watch.ifPresent(open -> open.close());
    watch = Optional.empty();
    known = KnownPods.NONE;
  }
}
