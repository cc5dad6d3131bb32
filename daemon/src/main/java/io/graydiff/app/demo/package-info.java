/**
 * The demo's two groups: builds the sample service with two Go versions, runs it and drives the
 * same load at all of its processes.
 */
@NullMarked
package io.graydiff.app.demo;

import org.jspecify.annotations.NullMarked;
