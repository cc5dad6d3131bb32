/** From kernel memory to windows: observing processes, closing windows, accounting for losses. */
@NullMarked
package io.graydiff.collect;

import org.jspecify.annotations.NullMarked;
