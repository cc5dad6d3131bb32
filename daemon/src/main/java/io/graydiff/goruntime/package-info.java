/**
 * What is known about Go's runtime: where its structures hold what, by Go version and architecture,
 * and the counters that a running process keeps of itself, read without any probe.
 */
@NullMarked
package io.graydiff.goruntime;

import org.jspecify.annotations.NullMarked;
