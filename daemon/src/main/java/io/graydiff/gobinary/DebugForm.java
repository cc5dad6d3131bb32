package io.graydiff.gobinary;

/** How values of attributes are written in DWARF 2 to 5 (DWARF 5, section 7.5.6). */
final class DebugForm {
  static final int STRING = 0x08;
  static final int IMPLICIT_CONST = 0x21;
  private static final int INDIRECT = 0x16;
  private static final int VERSION_WITH_SHORT_REFERENCES = 3;

  private DebugForm() {}

  /**
   * Reads a value that is a number or a reference within the section, else goes on behind it.
   *
   * @param unit of which the entry is a part
   * @return the number; 0 for values of other kinds
   */
  static long read(SectionStream in, int form, DebugUnit unit) throws GoBinaryException {
    switch (form) {
      case 0x0b, 0x0c, 0x25, 0x29 -> {
        return in.u8();
      }
      case 0x11 -> {
        return unit.start() + in.u8();
      }
      case 0x05, 0x26, 0x2a -> {
        return in.u16();
      }
      case 0x12 -> {
        return unit.start() + in.u16();
      }
      case 0x06, 0x0e, 0x17, 0x1c, 0x1d, 0x1f, 0x28, 0x2c -> {
        return in.u32();
      }
      case 0x13 -> {
        return unit.start() + in.u32();
      }
      case 0x01, 0x07, 0x20, 0x24 -> {
        return in.u64();
      }
      case 0x14 -> {
        return unit.start() + in.u64();
      }
      case 0x0d, 0x0f, 0x1a, 0x1b, 0x22, 0x23 -> {
        return in.number();
      }
      case 0x15 -> {
        return unit.start() + in.number();
      }
      case 0x10 -> {
        return unit.version() < VERSION_WITH_SHORT_REFERENCES ? in.u64() : in.u32();
      }
      case 0x19, IMPLICIT_CONST -> {
        return 0;
      }
      default -> skip(in, form, unit);
    }
    return 0;
  }

  private static void skip(SectionStream in, int form, DebugUnit unit) throws GoBinaryException {
    switch (form) {
      case STRING -> in.skipText();
      case 0x0a -> in.skip(in.u8());
      case 0x03 -> in.skip(in.u16());
      case 0x04 -> in.skip(in.u32());
      case 0x09, 0x18 -> in.skip(in.number());
      case 0x1e -> in.skip(16);
      case 0x27, 0x2b -> in.skip(3);
      case INDIRECT -> {
        int direct = (int) in.number();
        if (direct == INDIRECT || direct == IMPLICIT_CONST) {
          throw GoBinaryException.damaged("debugging data: a form that leads to itself");
        }
        read(in, direct, unit);
      }
      default ->
          throw GoBinaryException.damaged(
              "debugging data: unknown form 0x" + Integer.toHexString(form));
    }
  }
}
