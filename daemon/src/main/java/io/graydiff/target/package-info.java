/** Which processes are compared: selectors, the scan of /proc, groups and their members' usage. */
@NullMarked
package io.graydiff.target;

import org.jspecify.annotations.NullMarked;
