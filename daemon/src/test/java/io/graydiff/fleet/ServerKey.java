package io.graydiff.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key of a server at 127.0.0.1, and its certificate, which is its own authority. Made by keytool.
 *
 * @param context for a server that proves itself by it
 * @param certificate in a PEM file
 */
record ServerKey(SSLContext context, Path certificate) {
  private static final String PASSWORD = "changeit";

  static ServerKey make(Path folder) throws Exception {
    Path store = folder.resolve("server.p12");
    Path certificate = folder.resolve("server.pem");
    List<String> where = List.of("-keystore", store.toString(), "-storepass", PASSWORD);
    keytool(
        where,
        List.of("-genkeypair", "-keyalg", "EC", "-alias", "server", "-storetype", "PKCS12"),
        List.of("-dname", "CN=graydiff test", "-ext", "SAN=IP:127.0.0.1"));
    keytool(
        where,
        List.of("-exportcert", "-rfc", "-alias", "server"),
        List.of("-file", certificate.toString()));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new ServerKey(context, certificate);
  }

  @SafeVarargs
  private static void keytool(List<String>... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (List<String> some : arguments) {
      command.addAll(some);
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
