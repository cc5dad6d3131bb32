package io.graydiff.target;

import java.util.List;
import java.util.Optional;

/** Go processes for tests: one to begin with, and copies that differ in one fact. */
final class Processes {
  static final String POD_UID = "0a1b2c3d-0000-4111-8222-0123456789ab";

  static final GoProcess CHECKOUT =
      new GoProcess(
          12,
          1000,
          "/srv/app-1/checkout",
          new BinaryId(1, 2, 3, 4),
          new GoBuild(
              "go1.22.12",
              "example.com/checkout",
              Optional.of("abc123def456"),
              GoBuild.Mode.EXE,
              false,
              "go:id"),
          "/srv/app-1/checkout -port 8080 --mode=a,b",
          List.of(
              "/",
              "/system.slice/checkout.service/worker",
              "/kubepods/burstable/pod" + POD_UID + "/" + "f".repeat(64)));

  private Processes() {}

  static GoProcess withGo(String version) {
    GoBuild b = CHECKOUT.build();
    return with(
        new GoBuild(version, b.module(), b.revision(), b.mode(), b.stripped(), b.buildId()));
  }

  static GoProcess withoutRevision() {
    GoBuild b = CHECKOUT.build();
    return with(
        new GoBuild(
            b.goVersion(), b.module(), Optional.empty(), b.mode(), b.stripped(), b.buildId()));
  }

  private static GoProcess with(GoBuild build) {
    return new GoProcess(
        CHECKOUT.pid(),
        CHECKOUT.startTicks(),
        CHECKOUT.exe(),
        CHECKOUT.binary(),
        build,
        CHECKOUT.cmdline(),
        CHECKOUT.cgroups());
  }
}
