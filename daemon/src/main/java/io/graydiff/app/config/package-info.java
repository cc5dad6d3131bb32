/** The configuration file and the values that it shares with the command line. */
@NullMarked
package io.graydiff.app.config;

import org.jspecify.annotations.NullMarked;
