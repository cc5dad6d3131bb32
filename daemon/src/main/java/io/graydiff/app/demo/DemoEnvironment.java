package io.graydiff.app.demo;

import java.nio.file.Path;

/**
 * Where the demo finds its sources and keeps what it builds.
 *
 * @param home the root of the repository
 * @param cache toolchains and builds, kept between runs; removing it only costs the time to make it
 *     again
 */
public record DemoEnvironment(Path home, Path cache) {
  /** The system property with the root of the repository; the launcher sets it. */
  public static final String HOME_PROPERTY = "graydiff.home";

  /** The environment variable that replaces the place of the cache. */
  public static final String CACHE_VARIABLE = "GRAYDIFF_CACHE";

  /** What the launcher and the environment say. */
  public static DemoEnvironment fromSystem() throws DemoException {
    String home = System.getProperty(HOME_PROPERTY);
    if (home == null) {
      throw new DemoException(
          "the demo's sources cannot be found; run ./graydiff demo from a clone of the repository");
    }
    return new DemoEnvironment(Path.of(home), defaultCache());
  }

  /** {@code $GRAYDIFF_CACHE}, or {@code ~/.cache/graydiff}. */
  public static Path defaultCache() {
    String cache = System.getenv(CACHE_VARIABLE);
    return cache == null || cache.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "graydiff")
        : Path.of(cache).toAbsolutePath();
  }
}
