/** The catalogue of Go upgrade regressions, each seen on the real kernel. */
@NullMarked
package io.graydiff.catalogue;

import org.jspecify.annotations.NullMarked;
