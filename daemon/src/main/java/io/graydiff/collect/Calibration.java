package io.graydiff.collect;

/**
 * What probing costs on this machine.
 *
 * @param hit takes so much of the CPU time of the process that makes it
 * @param floors of the spans between two hits
 */
public record Calibration(ProbeCost hit, SpanFloors floors) {}
