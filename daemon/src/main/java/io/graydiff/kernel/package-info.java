/** BPF objects, maps, links and rings as closeable Java types. */
@NullMarked
package io.graydiff.kernel;

import org.jspecify.annotations.NullMarked;
