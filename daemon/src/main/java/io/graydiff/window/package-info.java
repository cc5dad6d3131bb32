/** One stretch of time, measured in both groups at once: what collect hands to compare. */
@NullMarked
package io.graydiff.window;

import org.jspecify.annotations.NullMarked;
