/** Which functions serve which signal, and where in a given binary the probes go. */
@NullMarked
package io.graydiff.probe;

import org.jspecify.annotations.NullMarked;
