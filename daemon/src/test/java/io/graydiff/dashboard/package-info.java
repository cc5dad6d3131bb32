/** The Grafana dashboards of the chart: their structure, and what their queries find. */
@NullMarked
package io.graydiff.dashboard;

import org.jspecify.annotations.NullMarked;
