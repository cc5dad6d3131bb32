package io.graydiff.app.demo;

import io.graydiff.fixture.ExactProgram;

/** Starts a demo in a JVM of its own, prints the PIDs of its processes and waits to be killed. */
final class DemoHolder {
  private DemoHolder() {}

  public static void main(String[] arguments) throws Exception {
    DemoOptions options = DemoOptions.standard().withRate(10);
    try (Demo demo = Demo.start(options, ExactProgram.repository(), System.err::println)) {
      ProcessHandle.current().descendants().forEach(child -> System.out.println(child.pid()));
      System.out.println("holding " + demo.baselinePids() + demo.canaryPids());
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
