/** The running agent: threads, comparisons, and the order in which they start and stop. */
@NullMarked
package io.graydiff.app.agent;

import org.jspecify.annotations.NullMarked;
