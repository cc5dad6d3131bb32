package io.graydiff.gobinary;

import io.graydiff.gobinary.GoBinaryException.Reason;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file read by position in little-endian order, through a small cache of chunks, whatever the
 * size of the file: 4 MiB of heap for reading it through, 512 KiB for looking up single things.
 * Positional reads rather than a mapping, because a mapped file that another process truncates ends
 * the JVM. Not safe for use by several threads.
 */
final class FileBytes implements AutoCloseable {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LARGE_CHUNK_BITS = 16;
  private static final int SMALL_CHUNK_BITS = 12;
  private static final int LARGE_CHUNKS = 64;
  private static final int SMALL_CHUNKS = 128;
  private static final int HASH_FACTOR = 31;
  private static final int READS_PER_BYTE = 4;
  private static final long READS_ALWAYS = 1L << 26;
  private static final long READS_MOST = 1L << 28;
  private static final int LOOKS_PER_BYTE = 2;
  private static final long LOOKS_ALWAYS = 1L << 23;
  private static final long LOOKS_MOST = 1L << 27;

  private final Source source;
  private final long size;
  private final int chunkBits;
  private final int chunkMask;
  private final Map<Long, byte[]> chunks;
  private long readLeft;
  private long looksLeft;
  private long currentNumber = -1;
  private byte[] current = new byte[0];
  private byte[] spare = new byte[0];

  /** What is read by position: a file, or in tests bytes in memory. */
  interface Source extends AutoCloseable {
    /** Reads some bytes, as {@link FileChannel#read(ByteBuffer, long)} does. */
    int read(ByteBuffer into, long position) throws IOException;

    @Override
    void close() throws IOException;
  }

  private record FileSource(FileChannel channel) implements Source {
    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return channel.read(into, position);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  FileBytes(Source source, long size) {
    this(source, size, LARGE_CHUNK_BITS, LARGE_CHUNKS);
  }

  private FileBytes(Source source, long size, int chunkBits, int mostChunks) {
    this.source = source;
    this.size = size;
    this.chunkBits = chunkBits;
    this.chunkMask = (1 << chunkBits) - 1;
    this.chunks =
        new LinkedHashMap<>(mostChunks, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            if (size() <= mostChunks) {
              return false;
            }
            spare = eldest.getValue();
            return true;
          }
        };
    allowReads();
  }

  /**
   * Begins a piece of work, which may read the file over several times but not without end: tables
   * that point to and fro are an attack, not a program. Looks at what is in the cache count, too: a
   * small file is read once, however often its tables lead in a circle. The most that a program of
   * 100 MB takes for a piece of work is half a read and a sixth of a look for each byte.
   */
  void allowReads() {
    readLeft = Math.min(READS_MOST, READS_PER_BYTE * size + READS_ALWAYS);
    looksLeft = Math.min(LOOKS_MOST, LOOKS_PER_BYTE * size + LOOKS_ALWAYS);
  }

  /** For reading all that a program has of something. */
  static FileBytes open(Path file) throws GoBinaryException {
    return open(file, LARGE_CHUNK_BITS, LARGE_CHUNKS);
  }

  /** For looking up single things, which lie far apart, now and then over a long time. */
  static FileBytes openForLookUps(Path file) throws GoBinaryException {
    return open(file, SMALL_CHUNK_BITS, SMALL_CHUNKS);
  }

  private static FileBytes open(Path file, int chunkBits, int chunks) throws GoBinaryException {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return new FileBytes(new FileSource(channel), channel.size(), chunkBits, chunks);
    } catch (NoSuchFileException e) {
      throw new GoBinaryException(Reason.UNREADABLE, file + ": no such file", e);
    } catch (IOException e) {
      throw unreadable(file + ": cannot be read", e);
    }
  }

  long size() {
    return size;
  }

  int u8(long offset) throws GoBinaryException {
    return chunkWith(offset)[(int) offset & chunkMask] & 0xff;
  }

  int u16(long offset) throws GoBinaryException {
    return u8(offset) | u8(offset + 1) << 8;
  }

  int i32(long offset) throws GoBinaryException {
    byte[] chunk = chunkWith(offset);
    int start = (int) offset & chunkMask;
    return start + Integer.BYTES <= chunk.length
        ? (int) INT.get(chunk, start)
        : (int) INT.get(bytes(offset, Integer.BYTES), 0);
  }

  long u32(long offset) throws GoBinaryException {
    return Integer.toUnsignedLong(i32(offset));
  }

  long i64(long offset) throws GoBinaryException {
    byte[] chunk = chunkWith(offset);
    int start = (int) offset & chunkMask;
    return start + Long.BYTES <= chunk.length
        ? (long) LONG.get(chunk, start)
        : (long) LONG.get(bytes(offset, Long.BYTES), 0);
  }

  /**
   * A text up to its zero byte, as hash and length; each byte is a look.
   *
   * @return the hash in the upper half, the length in the lower
   */
  long hashedText(long offset) throws GoBinaryException {
    int hash = 0;
    int length = 0;
    while (true) {
      byte[] chunk = chunkWith(offset + length);
      int start = (int) (offset + length) & chunkMask;
      for (int i = start; i < chunk.length; i++) {
        if (chunk[i] == 0) {
          looksLeft -= i - start;
          return (long) hash << Integer.SIZE | length + i - start;
        }
        hash = HASH_FACTOR * hash + (chunk[i] & 0xff);
      }
      looksLeft -= chunk.length - start;
      length += chunk.length - start;
    }
  }

  /** The same hash of bytes at hand. */
  static int hash(byte[] text) {
    int hash = 0;
    for (byte b : text) {
      hash = HASH_FACTOR * hash + (b & 0xff);
    }
    return hash;
  }

  /** A copy; the range is checked against the file before anything is allocated. */
  byte[] bytes(long offset, int length) throws GoBinaryException {
    check(offset, length);
    byte[] copy = new byte[length];
    for (int done = 0; done < length; ) {
      byte[] chunk = chunkWith(offset + done);
      int start = (int) (offset + done) & chunkMask;
      int some = Math.min(length - done, chunk.length - start);
      System.arraycopy(chunk, start, copy, done, some);
      done += some;
    }
    return copy;
  }

  /** Fails unless all bytes of the range are in the file. */
  void check(long offset, long length) throws GoBinaryException {
    if (offset < 0 || length < 0 || length > size || offset > size - length) {
      throw GoBinaryException.damaged(
          "truncated or damaged: "
              + Long.toUnsignedString(length)
              + " bytes at "
              + Long.toUnsignedString(offset)
              + " are needed, the file has "
              + size);
    }
  }

  private byte[] chunkWith(long offset) throws GoBinaryException {
    if (offset < 0 || offset >= size) {
      check(offset, 1);
    }
    if (--looksLeft < 0) {
      throw withoutEnd();
    }
    long number = offset >> chunkBits;
    if (number != currentNumber) {
      byte[] cached = chunks.get(number);
      current = cached == null ? load(number) : cached;
      currentNumber = number;
    }
    return current;
  }

  private byte[] load(long number) throws GoBinaryException {
    long start = number << chunkBits;
    int length = (int) Math.min(1L << chunkBits, size - start);
    // The one that was given up last: reading all of a large file makes no garbage.
    byte[] chunk = spare.length == length ? spare : new byte[length];
    spare = new byte[0];
    readLeft -= chunk.length;
    if (readLeft < 0) {
      throw withoutEnd();
    }
    ByteBuffer into = ByteBuffer.wrap(chunk);
    try {
      while (into.hasRemaining()) {
        if (source.read(into, start + into.position()) < 0) {
          throw GoBinaryException.damaged("the file became shorter while it was read");
        }
      }
    } catch (IOException e) {
      throw unreadable("cannot be read", e);
    }
    chunks.put(number, chunk);
    return chunk;
  }

  private static GoBinaryException withoutEnd() {
    return GoBinaryException.damaged("reading it comes to no end: its tables point to and fro");
  }

  private static GoBinaryException unreadable(String what, IOException cause) {
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new GoBinaryException(Reason.UNREADABLE, what + ": " + why, cause);
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException e) {
      // A descriptor that was only read from holds nothing that could be lost.
      return;
    }
  }
}
