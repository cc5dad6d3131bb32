package io.graydiff.pods;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real kube-apiserver on a real etcd, with RBAC and a user for each token; both end when this is
 * closed. The commands are in the folder that the system property {@value #FOLDER} names, which
 * {@code deploy/kubernetes-test/build.sh} prints.
 */
final class ApiServer implements AutoCloseable {
  static final String FOLDER = "graydiff.kubernetes";
  static final String ADMIN = "admin";

  private static final int ATTEMPTS = 1200;

  private final Path work;
  private final int port;
  private final String etcdUrl;
  private final Process etcd;
  private Process server;

  /**
   * Starts both and waits until the server is ready.
   *
   * @param work an empty folder for data, certificates and logs
   * @param users names that are also their tokens; {@link #ADMIN} is there anyway
   */
  ApiServer(Path work, List<String> users) throws Exception {
    this.work = work;
    List<String> tokens = new ArrayList<>(List.of("admin,admin,1,\"system:masters\""));
    users.forEach(user -> tokens.add(user + "," + user + "," + (tokens.size() + 1)));
    Files.write(work.resolve("tokens"), tokens);
    Files.writeString(work.resolve("key"), newKey());
    int[] ports = freePorts();
    port = ports[0];
    String clients = "http://127.0.0.1:" + ports[1];
    String peers = "http://127.0.0.1:" + ports[2];
    etcd =
        start(
            "etcd",
            "--data-dir=" + work.resolve("etcd"),
            "--listen-client-urls=" + clients,
            "--advertise-client-urls=" + clients,
            "--listen-peer-urls=" + peers,
            "--initial-advertise-peer-urls=" + peers,
            "--initial-cluster=default=" + peers);
    etcdUrl = clients;
    server = startServer();
    awaitReady();
  }

  private Process startServer() throws IOException {
    return start(
        "kube-apiserver",
        "--etcd-servers=" + etcdUrl,
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + work.resolve("certificates"),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + work.resolve("key"),
        "--service-account-signing-key-file=" + work.resolve("key"),
        "--service-cluster-ip-range=10.96.0.0/16",
        "--endpoint-reconciler-type=none",
        "--authorization-mode=RBAC",
        "--token-auth-file=" + work.resolve("tokens"),
        "--disable-admission-plugins=ServiceAccount");
  }

  private Process start(String name, String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty(FOLDER), name).toString());
    command.addAll(List.of(flags));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve(name + ".log").toFile()))
        .start();
  }

  private void awaitReady() throws Exception {
    for (int i = 0; i < ATTEMPTS; i++) {
      if (!server.isAlive() || !etcd.isAlive()) {
        throw new IOException("ended early: see the logs in " + work);
      }
      try (KubernetesClient client = client(ADMIN)) {
        if ("ok".equals(client.raw("/readyz"))) {
          return;
        }
      } catch (KubernetesClientException | IOException notYet) {
        // It still starts.
      }
      Thread.sleep(100);
    }
    throw new IOException("not ready: see the logs in " + work);
  }

  /** A kubeconfig file for a user. */
  Path kubeconfig(String user) throws IOException {
    return Files.writeString(
        work.resolve("kubeconfig-" + user),
        """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts: [{name: test, context: {cluster: test, user: test}}]
        users: [{name: test, user: {token: "%s"}}]
        clusters:
          - name: test
            cluster: {server: "https://127.0.0.1:%d", certificate-authority: "%s"}
        """
            .formatted(user, port, work.resolve("certificates/apiserver.crt")));
  }

  /** What tells an agent about this cluster, as that user, on that node. */
  Surroundings surroundings(String user, String node) throws IOException {
    return new Surroundings(
        Map.of("KUBECONFIG", kubeconfig(user).toString(), "NODE_NAME", node),
        work,
        Path.of("/proc/sys/kernel/hostname"));
  }

  KubernetesClient client(String user) throws IOException {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig(user).toFile()))
        .build();
  }

  /** Ends the server, as a crash would. */
  void kill() throws InterruptedException {
    server.destroyForcibly().waitFor();
  }

  /** Starts the server again at the same address. */
  void restart() throws Exception {
    server = startServer();
    awaitReady();
  }

  private static String newKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static int[] freePorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket a = new ServerSocket(0, 1, loopback);
        ServerSocket b = new ServerSocket(0, 1, loopback);
        ServerSocket c = new ServerSocket(0, 1, loopback)) {
      return new int[] {a.getLocalPort(), b.getLocalPort(), c.getLocalPort()};
    }
  }

  @Override
  public void close() throws InterruptedException {
    server.destroy();
    if (!server.waitFor(10, TimeUnit.SECONDS)) {
      server.destroyForcibly().waitFor();
    }
    etcd.destroy();
    etcd.waitFor();
  }
}
