/** The command line and the wiring of all parts; the only package that knows all others. */
@NullMarked
package io.graydiff.app;

import org.jspecify.annotations.NullMarked;
