package io.graydiff.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Which file a process executes. Two containers may see one file under two overlay devices; they
 * then count as two binaries.
 *
 * <p>It stays the same when the file is renamed or deleted, as every deployment does to a binary
 * that still runs: the time of the inode's change, which that moves, is no part of it.
 *
 * @param device device number as stat(2) gives it
 * @param inode inode number on that device
 * @param modifiedNanos time of the last change of the content, nanoseconds since the epoch: with
 *     the size it tells a new file that took over the inode number
 * @param bytes size of the file
 */
public record BinaryId(long device, long inode, long modifiedNanos, long bytes) {

  /** The identity of a file; one stat(2). */
  public static BinaryId of(Path file) throws IOException {
    Map<String, Object> stat = Files.readAttributes(file, "unix:dev,ino,lastModifiedTime,size");
    return new BinaryId(
        attribute(stat, "dev", Long.class),
        attribute(stat, "ino", Long.class),
        attribute(stat, "lastModifiedTime", FileTime.class).to(TimeUnit.NANOSECONDS),
        attribute(stat, "size", Long.class));
  }

  private static <T> T attribute(Map<String, Object> stat, String name, Class<T> type) {
    return Objects.requireNonNull(type.cast(stat.get(name)), name);
  }
}
