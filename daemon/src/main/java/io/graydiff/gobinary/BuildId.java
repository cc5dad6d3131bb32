package io.graydiff.gobinary;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** A program's identity, from the notes of its file. Layout: System V ABI, chapter 5, "Notes". */
final class BuildId {
  private static final int HEADER_BYTES = 12;
  private static final int OWNER_BYTES = 4;
  private static final int ID_LIMIT = 1 << 10;
  private static final int PIECE_BYTES = 1 << 16;

  private BuildId() {}

  /** Go's own where there is one, because it names the content and all inputs. */
  static String of(ElfFile elf) throws GoBinaryException {
    Optional<byte[]> go = note(elf, "Go\0\0", 4);
    if (go.isPresent()) {
      return "go:" + new String(go.get(), StandardCharsets.UTF_8);
    }
    Optional<byte[]> gnu = note(elf, "GNU\0", 3);
    return gnu.isPresent()
        ? "gnu:" + HexFormat.of().formatHex(gnu.get())
        : "sha256:" + HexFormat.of().formatHex(digest(elf.bytes()));
  }

  private static Optional<byte[]> note(ElfFile elf, String owner, int type)
      throws GoBinaryException {
    FileBytes bytes = elf.bytes();
    for (Segment segment : elf.segments()) {
      if (segment.type() != Segment.NOTE) {
        continue;
      }
      long at = segment.offset();
      bytes.check(at, segment.fileBytes());
      long end = at + segment.fileBytes();
      while (at <= end - HEADER_BYTES - OWNER_BYTES) {
        long ownerBytes = bytes.u32(at);
        long idBytes = bytes.u32(at + 4);
        long id = at + HEADER_BYTES + roundUp(ownerBytes);
        if (ownerBytes == OWNER_BYTES
            && bytes.i32(at + 8) == type
            && idBytes > 0
            && idBytes <= ID_LIMIT
            && id <= end - idBytes
            && owner.equals(text(bytes.bytes(at + HEADER_BYTES, OWNER_BYTES)))) {
          return Optional.of(bytes.bytes(id, (int) idBytes));
        }
        at = id + roundUp(idBytes);
      }
    }
    return Optional.empty();
  }

  private static long roundUp(long length) {
    return (length + 3) & ~3L;
  }

  private static String text(byte[] raw) {
    return new String(raw, StandardCharsets.ISO_8859_1);
  }

  private static byte[] digest(FileBytes bytes) throws GoBinaryException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (long at = 0; at < bytes.size(); at += PIECE_BYTES) {
        sha.update(bytes.bytes(at, (int) Math.min(PIECE_BYTES, bytes.size() - at)));
      }
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
