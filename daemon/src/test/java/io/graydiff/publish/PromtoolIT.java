package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What Prometheus's own linter finds in a whole scrape. */
class PromtoolIT {
  @Test
  void promtoolFindsNothing() throws Exception {
    try (TestServer http = new TestServer()) {
      http.comparisons.publish(new PublishedFixture("checkout", 1).build());
      http.comparisons.publish(new PublishedFixture("early", 2).windows(2).build());
      assertThat(lint(http.get("/metrics").body())).isEqualTo("exit 0: ");
    }
  }

  @Test
  void promtoolWouldFindABadName() throws Exception {
    assertThat(lint("# TYPE latency_milliseconds counter\nlatency_milliseconds 1\n"))
        .startsWith("exit 3: ")
        .contains("_total");
  }

  private static String lint(String metrics) throws IOException, InterruptedException {
    Process promtool =
        new ProcessBuilder("/usr/bin/promtool", "check", "metrics")
            .redirectErrorStream(true)
            .start();
    promtool.getOutputStream().write(metrics.getBytes(StandardCharsets.UTF_8));
    promtool.getOutputStream().close();
    String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return "exit " + promtool.waitFor() + ": " + output;
  }
}
