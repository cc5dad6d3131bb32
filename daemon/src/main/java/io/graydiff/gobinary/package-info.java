/**
 * Reads Go programs from their files: build information, functions, call sites for probes and
 * inlined copies, with or without symbol table. Nothing is executed and nothing in a file is
 * trusted: whatever it holds, the only exceptions are this package's own.
 */
@NullMarked
package io.graydiff.gobinary;

import org.jspecify.annotations.NullMarked;
