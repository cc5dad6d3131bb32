/**
 * The verdict engine on real programs, whose truth is known because the fault is: how often it
 * alarms where nothing differs, and how soon it finds what does. Run by {@code ./verify --trials}.
 */
@NullMarked
package io.graydiff.trial;

import org.jspecify.annotations.NullMarked;
