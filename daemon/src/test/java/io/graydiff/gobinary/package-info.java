@NullMarked
package io.graydiff.gobinary;

import org.jspecify.annotations.NullMarked;
