package io.graydiff.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusClientTest {
  /** An answer of Prometheus 2.42 to a range query. */
  private static final String MATRIX =
      """
      {"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"__name__":"up","instance":"a:1"},"values":[[100,"1"],[110.5,"7"],[120,"+Inf"]]},
        {"metric":{"instance":"b:1"},"values":[[110,"2.5"]],"histograms":[[110,{"count":"1"}]]}]}}
      """;

  @TempDir private Path folder;

  @Test
  void readsAMatrixPointByPoint() throws Exception {
    List<String> series = new ArrayList<>();
    try (PrometheusStub stub = new PrometheusStub().answer("up", MATRIX)) {
      stub.client()
          .range(
              "up",
              new Grid(100, 10, 4),
              (labels, values) -> series.add(labels.get("instance") + List.of(box(values))));
    }
    assertThat(series).containsExactly("a:1[1.0, 7.0, Infinity, NaN]", "b:1[NaN, 2.5, NaN, NaN]");
  }

  private static Object[] box(double[] values) {
    return java.util.Arrays.stream(values).boxed().toArray();
  }

  @Test
  void repeatsWhatPrometheusSaysOfABadQuery() throws Exception {
    String error = "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}";
    try (PrometheusStub stub = new PrometheusStub().refuse(400, error)) {
      assertThatThrownBy(() -> stub.client().instant("(", 1))
          .isInstanceOf(PrometheusException.class)
          .hasMessageContaining("answers 400: parse error");
    }
  }

  @Test
  void saysWhatToDoWhenItMayNotAsk() throws Exception {
    try (PrometheusStub stub = new PrometheusStub().refuse(401, "Unauthorized\n")) {
      assertThatThrownBy(() -> stub.client().now())
          .hasMessageContaining("answers 401: Unauthorized; give a token or password by");
    }
  }

  @Test
  void saysWhatCannotBeReached() throws Exception {
    String gone;
    try (PrometheusStub stub = new PrometheusStub()) {
      gone = stub.url();
    }
    PrometheusClient client = PrometheusClient.of(gone, HttpAccess.OPEN);
    assertThatThrownBy(client::now)
        .hasMessageContaining(gone)
        .hasMessageContaining("cannot be read")
        .hasMessageContaining("check --prometheus");
  }

  @Test
  void refusesWhatIsNoServerAndPasswordsOnTheCommandLine() {
    for (String url : List.of("prometheus:9090", "ftp://x", "http://", "http://a b")) {
      assertThatThrownBy(() -> PrometheusClient.of(url, HttpAccess.OPEN))
          .as(url)
          .isInstanceOf(PrometheusException.class);
    }
    assertThatThrownBy(() -> PrometheusClient.of("http://me:secret@host", HttpAccess.OPEN))
        .hasMessageContaining("--http.config.file")
        .hasMessageNotContaining("secret");
  }

  @Test
  void sendsWhatTheFileHoldsOfCredentials() throws Exception {
    Files.writeString(folder.resolve("password"), "geheim\n");
    Path file =
        write(
            """
            basic_auth: { username: ann, password_file: password }
            http_headers: { X-Scope-OrgID: { values: [shop] } }
            """);
    try (PrometheusStub stub = new PrometheusStub()) {
      PrometheusClient.of(stub.url(), HttpAccess.read(file)).instant("up", 1);
      assertThat(stub.lastHeaders)
          .containsEntry("Authorization", "Basic YW5uOmdlaGVpbQ==")
          .containsEntry("X-scope-orgid", "shop");
      PrometheusClient.of(stub.url(), HttpAccess.OPEN.withToken("abc\n")).instant("up", 1);
      assertThat(stub.lastHeaders).containsEntry("Authorization", "Bearer abc");
    }
  }

  @Test
  void trustsTheAuthorityThatTheFileNamesAndNoOther() throws Exception {
    ServerKey key = ServerKey.make(folder);
    try (PrometheusStub stub = PrometheusStub.withTls(key.context())) {
      Path file = write("tls_config: { ca_file: " + key.certificate().getFileName() + " }\n");
      assertThat(PrometheusClient.of(stub.url(), HttpAccess.read(file)).instant("up", 1)).isEmpty();
      PrometheusClient trusting = PrometheusClient.of(stub.url(), HttpAccess.OPEN);
      assertThatThrownBy(() -> trusting.instant("up", 1))
          .isInstanceOf(PrometheusException.class)
          .hasMessageContaining("unable to find valid certification path")
          .message()
          .hasLineCount(1);
    }
    Path missing = write("tls_config: { ca_file: gone.pem }\n");
    assertThatThrownBy(() -> HttpAccess.read(missing)).hasMessageContaining("gone.pem");
    Files.writeString(folder.resolve("empty.pem"), "");
    Path empty = write("tls_config: { ca_file: empty.pem }\n");
    assertThatThrownBy(() -> HttpAccess.read(empty)).hasMessageContaining("empty.pem");
  }

  @Test
  void namesAKeyThatItDoesNotKnow() throws Exception {
    Path file = write("authorization:\n  credentials: x\n  credential_file: y\n");
    assertThatThrownBy(() -> HttpAccess.read(file))
        .hasMessageContaining("the key 'credential_file' is not known here")
        .hasMessageContaining("credentials_file")
        .message()
        .hasLineCount(1);
    assertThatThrownBy(() -> HttpAccess.read(write("basic_auth: [\n")))
        .hasMessageContaining("http.yaml line 1");
    assertThatThrownBy(() -> HttpAccess.read(write("authorization: { type: Bearer }")))
        .hasMessageContaining("one of credentials and credentials_file");
  }

  private Path write(String yaml) throws Exception {
    return Files.writeString(folder.resolve("http.yaml"), yaml);
  }
}
