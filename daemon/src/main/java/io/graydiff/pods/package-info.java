/**
 * Which containers of this node belong to which pods, from the Kubernetes API; the only user of its
 * client.
 */
@NullMarked
package io.graydiff.pods;

import org.jspecify.annotations.NullMarked;
