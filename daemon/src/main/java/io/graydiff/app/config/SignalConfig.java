package io.graydiff.app.config;

import io.graydiff.signal.Worse;
import java.util.Optional;

/**
 * What a comparison says of one signal; empty where it keeps the default.
 *
 * @param enabled whether the signal is measured
 * @param tolerance the change that is not called a regression
 * @param worse the direction that is one
 */
public record SignalConfig(
    Optional<Boolean> enabled, Optional<Percent> tolerance, Optional<Worse> worse) {}
