package io.graydiff.target;

/**
 * Which file a process executes. Two containers may see one file under two overlay devices; they
 * then count as two binaries.
 *
 * @param device device number as stat(2) gives it
 * @param inode inode number on that device
 * @param changedNanos time of the last change of the inode, nanoseconds since the epoch: tells a
 *     new file that took over the inode number
 */
public record BinaryId(long device, long inode, long changedNanos) {}
