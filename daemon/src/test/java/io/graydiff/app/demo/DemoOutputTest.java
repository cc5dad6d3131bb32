package io.graydiff.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoOutputTest {
  @Test
  void readsHowAServiceAnnouncesItself() throws DemoException {
    assertThat(
            DemoService.parse(
                "{\"address\":\"127.0.0.1:4711\",\"pid\":12,\"goVersion\":\"go1.22.12\","
                    + "\"tls\":true}"))
        .isEqualTo(new DemoService("127.0.0.1:4711", 12, "go1.22.12", true));
  }

  @Test
  void readsWhatTheLoadGeneratorSaw() throws DemoException {
    assertThat(
            LoadSummary.parse(
                "{\"address\":\"127.0.0.1:1\",\"seconds\":2.5,\"scheduled\":9,\"sent\":8,"
                    + "\"done\":6,\"errors\":2,\"dropped\":1,\"latencySeconds\":{\"0.5\":0.25}}"))
        .isEqualTo(new LoadSummary("127.0.0.1:1", 2.5, 9, 8, 6, 2, 1, Map.of("0.5", 0.25)));
  }

  @Test
  void saysInOneLineWhatIsNoAnnouncement() {
    assertThatThrownBy(() -> DemoService.parse("panic: no"))
        .isInstanceOf(DemoException.class)
        .hasMessage("the sample service announced itself with panic: no");
  }

  @Test
  void refusesAFieldItDoesNotKnow() {
    assertThatThrownBy(() -> LoadSummary.parse("{\"speed\":1}")).isInstanceOf(DemoException.class);
  }
}
