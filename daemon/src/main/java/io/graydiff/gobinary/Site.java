package io.graydiff.gobinary;

import java.util.Optional;

/**
 * A place for a probe.
 *
 * @param function name of the function that it belongs to
 * @param address before relocation
 * @param fileOffset what the kernel is given
 * @param skipWhenBranchTaken the site is the branch of the stack check: a hit does not count when
 *     the saved flags say that the branch will be taken (amd64: CF or ZF set; arm64: C clear or Z
 *     set), because the function is then entered again
 * @param onlyIf the site is a branch that only some of the runs through it leave by the way meant:
 *     a hit counts only if the saved flags meet this condition
 * @param instruction as text, such as {@code jbe 0x4a2f10}
 * @param why this place, in one phrase
 */
public record Site(
    String function,
    long address,
    long fileOffset,
    Placement placement,
    boolean skipWhenBranchTaken,
    Optional<BranchCondition> onlyIf,
    String instruction,
    String why) {}
