/** The vocabulary of what is measured: names, kinds and units. Depends on nothing. */
@NullMarked
package io.graydiff.signal;

import org.jspecify.annotations.NullMarked;
