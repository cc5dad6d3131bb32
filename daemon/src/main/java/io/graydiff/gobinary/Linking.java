package io.graydiff.gobinary;

/** Whether a program needs shared libraries. */
public enum Linking {
  /** It runs by itself. */
  STATIC,
  /** A loader binds it to shared libraries. */
  DYNAMIC
}
