package io.graydiff.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the pods of one node, a watch for each namespace. A lost watch is taken up again for as
 * long as it takes, and what is known stays known.
 *
 * <p>{@link #add}, {@link #retain} and {@link #close} are for one thread at a time and wait for the
 * API. A thread of its own looks every second whether the watches last. A connection that is dead
 * without having been closed looks alive, so it also asks the API for its version twice a minute,
 * and begins new watches when answers come again after one was missing.
 */
final class PodWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PodWatch.class);
  private static final long START_SECONDS = 30;
  private static final int ASK_EVERY = 30;

  private final KubernetesClient client;
  private final URI api;
  private final String node;
  private final Consumer<KnownPods> to;
  private final LongSupplier clock;
  private final Map<String, SharedIndexInformer<Pod>> informers = new ConcurrentHashMap<>();
  private final WatchState state = new WatchState();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(PodWatch::thread);
  private KnownPods known = KnownPods.NONE;
  private int looked;
  private boolean answered = true;

  private PodWatch(
      KubernetesClient client, String node, Consumer<KnownPods> to, LongSupplier clock) {
    this.client = client;
    this.api = URI.create(client.getMasterUrl().toString());
    this.node = node;
    this.to = to;
    this.clock = clock;
  }

  /**
   * A watch of no namespace yet. Whoever calls it needs no class of the client loaded before.
   *
   * @param to receives the pods after each change that matters, in any thread
   * @param clock monotonic nanoseconds
   */
  static PodWatch open(
      Surroundings surroundings, String node, Consumer<KnownPods> to, LongSupplier clock) {
    PodWatch watch = new PodWatch(ClusterAccess.connect(surroundings), node, to, clock);
    watch.looks.scheduleWithFixedDelay(watch::look, 1, 1, TimeUnit.SECONDS);
    return watch;
  }

  WatchState state() {
    return state;
  }

  /** Watches this namespace too; its pods are known when this returns. */
  void add(String namespace) throws PodDiscoveryException {
    if (!informers.containsKey(namespace)) {
      informers.put(namespace, start(namespace));
      update();
    }
  }

  /** Watches no other namespaces than these any more. */
  void retain(Set<String> namespaces) {
    for (String namespace : Set.copyOf(informers.keySet())) {
      if (!namespaces.contains(namespace)) {
        Optional.ofNullable(informers.remove(namespace)).ifPresent(SharedIndexInformer::stop);
      }
    }
    update();
  }

  private SharedIndexInformer<Pod> start(String namespace) throws PodDiscoveryException {
    String where = "pods of namespace " + namespace;
    SharedIndexInformer<Pod> informer =
        client
            .pods()
            .inNamespace(namespace)
            .withField("spec.nodeName", node)
            .runnableInformer(0)
            .exceptionHandler(
                (started, thrown) -> {
                  state.failed(ApiFailure.describe(thrown, api, where));
                  return started;
                })
            .addEventHandler(new OnChange());
    try {
      informer.start().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
      return informer;
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      informer.stop();
      throw ApiFailure.of(e, api, where);
    } catch (InterruptedException e) {
      informer.stop();
      Thread.currentThread().interrupt();
      throw ApiFailure.of(e, api, where);
    }
  }

  /** Takes all anew from the stores: events of several watches need no order that way. */
  private synchronized void update() {
    KnownPods now =
        KnownPods.of(
            informers.values().stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .map(PodReader::read)
                .toList());
    if (!now.equals(known)) {
      known = now;
      to.accept(now);
    }
  }

  private void look() {
    try {
      if (++looked % ASK_EVERY == 0) {
        ask();
      }
      boolean watching =
          answered && informers.values().stream().allMatch(SharedIndexInformer::isWatching);
      state.observe(watching, size(), clock.getAsLong());
    } catch (RuntimeException e) {
      LOG.warn("cannot look after the watch of pods: {}", e.toString());
    }
  }

  private synchronized int size() {
    return known.pods().size();
  }

  private void ask() {
    boolean before = answered;
    try {
      client.getKubernetesVersion();
      answered = true;
    } catch (KubernetesClientException e) {
      answered = e.getCode() > 0;
      if (!answered) {
        state.failed(ApiFailure.describe(e, api, "version"));
      }
    }
    if (answered && !before) {
      informers.replaceAll(this::restart);
      update();
    }
  }

  private SharedIndexInformer<Pod> restart(String namespace, SharedIndexInformer<Pod> old) {
    try {
      SharedIndexInformer<Pod> fresh = start(namespace);
      old.stop();
      return fresh;
    } catch (PodDiscoveryException e) {
      state.failed(String.valueOf(e.getMessage()));
      return old;
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "graydiff-pods");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    looks.shutdownNow();
    informers.values().forEach(SharedIndexInformer::stop);
    client.close();
  }

  /** Any change is a reason to look. */
  private final class OnChange implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      update();
    }

    @Override
    public void onUpdate(Pod before, Pod now) {
      update();
    }

    @Override
    public void onDelete(Pod pod, boolean lastStateUnknown) {
      update();
    }
  }
}
