/** The Helm chart and the manifests that are rendered from it, by the real Helm. */
@NullMarked
package io.graydiff.chart;

import org.jspecify.annotations.NullMarked;
