package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.gobinary.Arch;
import io.graydiff.publish.Published;
import io.graydiff.signal.Signal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Servers whose HTTP/2 is that of golang.org/x/net: without TLS their streams do not pass
 * net/http's functions.
 */
@NeedsRoot
class ForeignHttp2IT {
  private static final int PLAIN = 60;
  private static final int SECURE = 25;

  @Test
  void everyStreamIsARequest() throws Exception {
    Path baselineBinary = build("1.22");
    Path canaryBinary = build("1.26");
    try (CommandedProgram baseline = CommandedProgram.start(baselineBinary);
        CommandedProgram canary = CommandedProgram.start(canaryBinary);
        Measurement measurement = Measurement.of("pid=" + baseline.pid(), "pid=" + canary.pid())) {
      // The connections are there before: each begins with a request of HTTP/1 that hands it over.
      for (CommandedProgram program : new CommandedProgram[] {baseline, canary}) {
        program.tell("plain 1 200");
        program.tell("tls 1 200");
      }
      Published before = measurement.begin();
      baseline.tell("plain " + PLAIN + " 200");
      canary.tell("tls " + SECURE + " 503");
      Published after =
          measurement.settledAfter(
              now ->
                  requests(new Growth(before.baseline(), now.baseline())) >= PLAIN
                      && requests(new Growth(before.canary(), now.canary())) >= SECURE);
      Growth plain = new Growth(before.baseline(), after.baseline());
      assertThat(plain.requests()).isEqualTo(PLAIN);
      assertThat(requests(plain)).isEqualTo(PLAIN);
      Growth secure = new Growth(before.canary(), after.canary());
      assertThat(secure.requests()).isEqualTo(SECURE);
      assertThat(requests(secure)).isEqualTo(SECURE);
    }
  }

  private static Path build(String version) {
    return GoBuilder.build("h2c", new GoBuild(version, Arch.AMD64, Form.DEFAULT));
  }

  private static long requests(Growth growth) {
    return growth.values(Signal.HTTP_REQUEST_LATENCY).count();
  }
}
