package io.graydiff.simulation;

import io.graydiff.compare.EngineSettings;
import io.graydiff.window.Window;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * One comparison of known truth.
 *
 * @param id number and letter
 * @param title what happens in it
 * @param settings of the engine
 * @param source for a source of randomness, the windows by sequence
 * @param watches what is looked at
 */
record Scenario(
    String id,
    String title,
    EngineSettings settings,
    Function<RandomGenerator, LongFunction<Window>> source,
    List<Watch> watches) {

  /** Windows of ten seconds in one run. */
  static final int WINDOWS = 120;
}
