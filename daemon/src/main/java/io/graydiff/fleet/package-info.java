/** The verdict over a fleet: what all agents exported, read back from Prometheus and judged. */
@NullMarked
package io.graydiff.fleet;

import org.jspecify.annotations.NullMarked;
