/** Measures the verdict engine on simulated comparisons of known truth; see docs/verdicts.md. */
@NullMarked
package io.graydiff.simulation;

import org.jspecify.annotations.NullMarked;
