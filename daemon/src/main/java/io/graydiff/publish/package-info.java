/**
 * What people and programs see of a comparison: metrics, HTTP interface, page, live table, report.
 * Everything here reads an immutable {@link io.graydiff.publish.Published} and changes nothing.
 */
@NullMarked
package io.graydiff.publish;

import org.jspecify.annotations.NullMarked;
