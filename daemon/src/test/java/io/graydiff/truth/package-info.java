/**
 * Holds what the whole agent measured, on the real kernel, against Go programs that know what they
 * did. All probes are always on.
 */
@NullMarked
package io.graydiff.truth;

import org.jspecify.annotations.NullMarked;
