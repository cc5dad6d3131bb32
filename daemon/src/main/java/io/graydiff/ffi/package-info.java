/** Bindings of native libraries through jnr-ffi; the only package that knows jnr. */
@NullMarked
package io.graydiff.ffi;

import org.jspecify.annotations.NullMarked;
