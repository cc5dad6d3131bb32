package io.graydiff.compare;

import io.graydiff.window.Series;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One series of one signal, compared.
 *
 * @param series what is compared
 * @param baseline figures of the baseline
 * @param canary figures of the canary
 * @param changes one entry for each statistic
 * @param verdict over the statistics
 * @param furtherWindows until it is decided if it goes on as so far, infinite when that is not in
 *     sight; empty when it is not open, and before there is an interval
 * @param note what the reader must know to read the figures, such as "below resolution"
 */
public record SignalResult(
    Series series,
    GroupSummary baseline,
    GroupSummary canary,
    List<Change> changes,
    Verdict verdict,
    OptionalDouble furtherWindows,
    Optional<String> note) {}
