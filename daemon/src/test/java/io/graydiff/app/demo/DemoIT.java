package io.graydiff.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graydiff.fixture.ExactProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class DemoIT {
  private static final DemoEnvironment ENVIRONMENT = ExactProgram.repository();
  private static final DemoOptions LIGHT = DemoOptions.standard().withRate(50);
  private static final int PATIENCE_MILLIS = 30_000;

  private final List<String> progress = new ArrayList<>();

  @Test
  void runsBothVersionsUnderTheSameLoadAndLeavesNothingBehind() throws Exception {
    List<Long> pids = new ArrayList<>();
    try (Demo demo = Demo.start(LIGHT, ENVIRONMENT, progress::add)) {
      pids.addAll(demo.baselinePids());
      pids.addAll(demo.canaryPids());
      assertThat(pids).hasSize(4).doesNotHaveDuplicates().allMatch(DemoIT::isAlive);
      assertThat(demo.baseline()).allMatch(service -> service.goVersion().startsWith("go1.22"));
      assertThat(demo.canary()).allMatch(service -> service.goVersion().startsWith("go1.23"));
      for (DemoService service : demo.baseline()) {
        awaitFirstOrder(service);
      }
      for (DemoService service : demo.canary()) {
        awaitFirstOrder(service);
      }
      assertThat(demo.failure()).isEmpty();
      assertSameLoad(demo.stopLoad());
      assertThat(demo.stopLoad()).isEmpty();
      pids.forEach(pid -> assertThat(isAlive(pid)).isTrue());
    }
    assertThat(pids).noneMatch(DemoIT::isAlive);
    assertThat(ProcessHandle.current().descendants().filter(DemoIT::isOfTheDemo)).isEmpty();
  }

  private static void assertSameLoad(List<LoadSummary> summaries) {
    assertThat(summaries).hasSize(4);
    long scheduled = summaries.get(3).scheduled();
    assertThat(summaries)
        .allSatisfy(
            summary -> {
              assertThat(summary.errors()).isZero();
              assertThat(summary.done()).isPositive().isEqualTo(summary.sent());
              assertThat(summary.sent() + summary.dropped()).isEqualTo(summary.scheduled());
              assertThat(summary.scheduled()).isBetween(scheduled - 1, scheduled + 1);
            });
  }

  @Test
  void speaksTlsWhenAsked() throws Exception {
    try (Demo demo = Demo.start(LIGHT.withTls(), ENVIRONMENT, progress::add)) {
      assertThat(demo.canary()).allMatch(DemoService::tls);
      Thread.sleep(500);
      assertThat(demo.stopLoad())
          .allSatisfy(summary -> assertThat(summary.errors()).isZero())
          .allSatisfy(summary -> assertThat(summary.done()).isPositive());
    }
  }

  @Test
  void buildsNothingTheSecondTime() throws Exception {
    Demo.start(LIGHT, ENVIRONMENT, line -> {}).close();
    Demo.start(LIGHT, ENVIRONMENT, progress::add).close();
    assertThat(progress).hasSize(1).first().asString().startsWith("running 2 + 2 processes");
  }

  @Test
  void comparesOneBinaryWithItself() throws Exception {
    try (Demo demo = Demo.start(LIGHT.withGo("1.23", "1.23"), ENVIRONMENT, progress::add)) {
      assertThat(executable(demo.baselinePids().get(0)))
          .isEqualTo(executable(demo.canaryPids().get(0)));
    }
  }

  @Test
  void saysInOneLineWhatIsWrongWithAFault() {
    DemoOptions wrong = LIGHT.withCanaryFaults("latency=fast");
    assertThatThrownBy(() -> Demo.start(wrong, ENVIRONMENT, progress::add))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("canary-0 ended early")
        .hasMessageContaining("\"fast\" is no percentage");
    assertThat(ProcessHandle.current().descendants().filter(DemoIT::isOfTheDemo)).isEmpty();
  }

  @Test
  void saysInOneLineWhichGoItDoesNotKnow() {
    assertThatThrownBy(() -> Demo.start(LIGHT.withGo("1.2", "1.23"), ENVIRONMENT, progress::add))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("no Debian suite has Go 1.2;");
  }

  @Test
  void endsEveryProcessWhenTheJvmIsKilled() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DemoHolder.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Long> children = new ArrayList<>();
    try (BufferedReader output = holder.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("holding")) {
          break;
        }
        children.add(Long.valueOf(line));
      }
      assertThat(children).hasSize(5).allMatch(DemoIT::isAlive);
    } finally {
      holder.destroyForcibly().waitFor();
    }
    await("the children's end", () -> children.stream().noneMatch(DemoIT::isAlive));
  }

  @Test
  void leavesItToTheStarterWhenToEndIfTheWholeGroupIsSignalled() throws Exception {
    try (Demo demo = Demo.start(LIGHT, ENVIRONMENT, progress::add)) {
      List<ProcessHandle> children =
          ProcessHandle.current().descendants().filter(DemoIT::isOfTheDemo).toList();
      assertThat(children).hasSize(5);
      // The last of them, the load, has only just begun, and may not ignore the signal yet.
      awaitFirstOrder(demo.canary().get(0));
      assertThat(children).allMatch(ProcessHandle::destroy);
      Thread.sleep(500);
      assertThat(children).allMatch(ProcessHandle::isAlive);
      assertThat(demo.failure()).isEmpty();
      assertSameLoad(demo.stopLoad());
    }
  }

  /** An order can be looked up once the load has reached the process. */
  private static void awaitFirstOrder(DemoService service) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + service.address() + "/api/v1/orders/1"))
            .build();
    await(
        "an order at " + service,
        () -> client.send(request, BodyHandlers.discarding()).statusCode() == 200);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static Path executable(long pid) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe"));
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static boolean isOfTheDemo(ProcessHandle process) {
    return process
        .info()
        .command()
        .filter(command -> command.endsWith("/checkout") || command.endsWith("/load"))
        .isPresent();
  }
}
