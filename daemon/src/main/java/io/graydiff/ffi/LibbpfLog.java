package io.graydiff.ffi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.Delegate;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;

/**
 * Keeps the last lines that libbpf prints, the verifier's among them, instead of letting them go to
 * stderr. Thread-safe; the lines of concurrent loads are mixed.
 */
public final class LibbpfLog {
  private static final int KEPT_LINES = 400;
  private static final int LINE_BYTES = 16384;

  /** libbpf_print_fn_t; the argument list is passed on to vsnprintf untouched. */
  public interface Print {
    @Delegate
    int print(int level, Pointer format, Pointer arguments);
  }

  /** The two functions that need a callback or an argument list. */
  public interface Functions {
    Pointer libbpf_set_print(Print print);
  }

  /** vsnprintf of the C library. */
  public interface Formatter {
    int vsnprintf(@Out ByteBuffer to, @size_t long size, Pointer format, Pointer arguments);
  }

  private static final LibbpfLog INSTANCE = new LibbpfLog();

  private final Deque<String> lines = new ArrayDeque<>();
  private final Formatter formatter = NativeLibrary.load(Formatter.class, "libc.so.6", "libc6");
  // The callback must stay reachable for as long as libbpf may call it.
  private final Print print = this::keep;

  private LibbpfLog() {
    NativeLibrary.load(Functions.class, "libbpf.so.1", "libbpfcc").libbpf_set_print(print);
  }

  /** Forgets the lines so far, and from the first call on catches what libbpf prints. */
  public static void clear() {
    synchronized (INSTANCE.lines) {
      INSTANCE.lines.clear();
    }
  }

  /** The lines since {@link #clear}, oldest first. */
  public static List<String> lines() {
    synchronized (INSTANCE.lines) {
      return List.copyOf(INSTANCE.lines);
    }
  }

  private int keep(int level, Pointer format, Pointer arguments) {
    ByteBuffer text = ByteBuffer.allocateDirect(LINE_BYTES);
    int length = formatter.vsnprintf(text, LINE_BYTES, format, arguments);
    byte[] bytes = new byte[Math.min(Math.max(length, 0), LINE_BYTES - 1)];
    text.get(bytes);
    synchronized (lines) {
      new String(bytes, StandardCharsets.UTF_8).lines().forEach(lines::addLast);
      while (lines.size() > KEPT_LINES) {
        lines.removeFirst();
      }
    }
    return 0;
  }
}
