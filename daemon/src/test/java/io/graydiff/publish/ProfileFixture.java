package io.graydiff.publish;

import io.graydiff.profile.CpuClass;
import io.graydiff.profile.GoroutineCount;
import io.graydiff.profile.GroupProfile;
import io.graydiff.profile.Profile;
import io.graydiff.profile.ProfileComparison;
import io.graydiff.profile.SampledBytes;
import java.util.Map;

/** A profile with something of everything. */
final class ProfileFixture {
  private ProfileFixture() {}

  static Profile profile() {
    return ProfileComparison.of(
        group(700, 100, new GoroutineCount(8, 0, 0, 12.5), 2048),
        group(500, 300, new GoroutineCount(1508, 1500, 1400, 41), 8192),
        0.01,
        2);
  }

  private static GroupProfile group(
      long json, long reflect, GoroutineCount leaked, double allocatedEach) {
    return new GroupProfile(
        Map.of(CpuClass.USER, json + reflect, CpuClass.GC, 150L, CpuClass.KERNEL, 50L),
        Map.of("encoding/json.(*encodeState).reflectValue", json, "reflect.Value.Field", reflect),
        Map.of(
            "main.(*shop).price", SampledBytes.NONE.plus(400, 4096),
            "main.(*cache).fill", SampledBytes.NONE.plus(300, allocatedEach)),
        1.5,
        Map.of(
            new GoroutineCount.Place("main.(*shop).audit", "chan receive"),
            leaked,
            new GoroutineCount.Place("net/http.(*Server).Serve", "IO wait"),
            new GoroutineCount(12, 2, 0, 3)),
        1,
        1,
        Double.NaN);
  }
}
