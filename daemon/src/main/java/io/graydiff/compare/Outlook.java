package io.graydiff.compare;

import io.graydiff.window.Series;

/**
 * When an undecided comparison will be decided, if everything goes on as so far: an estimate for
 * people who wait.
 *
 * @param furtherWindows until the verdict is there; infinite when that is not in sight
 * @param regression whether it looks like one
 * @param signal the one that will decide: the first regression, else the last pass
 */
public record Outlook(double furtherWindows, boolean regression, Series signal) {}
