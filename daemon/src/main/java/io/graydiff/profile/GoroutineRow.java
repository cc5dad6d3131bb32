package io.graydiff.profile;

/** The goroutines of one origin and state in both groups. */
public record GoroutineRow(
    GoroutineCount.Place place, GoroutineCount baseline, GoroutineCount canary) {}
