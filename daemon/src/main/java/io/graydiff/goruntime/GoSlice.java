package io.graydiff.goruntime;

/** The three words of a Go slice: address of the array, length, capacity. */
final class GoSlice {
  static final String STRUCTURE = "slice";
  static final String ARRAY = "array";
  static final String LENGTH = "len";
  static final String CAPACITY = "cap";
  static final int BYTES = 24;
  static final int LENGTH_AT = 8;
  static final int CAPACITY_AT = 16;

  private GoSlice() {}

  static int offset(String word) {
    return switch (word) {
      case LENGTH -> LENGTH_AT;
      case CAPACITY -> CAPACITY_AT;
      default -> 0;
    };
  }
}
