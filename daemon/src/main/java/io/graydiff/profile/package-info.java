/**
 * What the functions of a program do with CPU and memory, and where its goroutines are: by group,
 * and compared. Pure functions and data; no clock, no input or output.
 */
@NullMarked
package io.graydiff.profile;

import org.jspecify.annotations.NullMarked;
