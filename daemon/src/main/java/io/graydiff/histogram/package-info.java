/** Fixed-layout histograms and the estimates made from them. No clock, no input or output. */
@NullMarked
package io.graydiff.histogram;

import org.jspecify.annotations.NullMarked;
