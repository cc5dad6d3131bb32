/** Intervals and verdicts as pure functions over windows. No clock, no input or output. */
@NullMarked
package io.graydiff.compare;

import org.jspecify.annotations.NullMarked;
