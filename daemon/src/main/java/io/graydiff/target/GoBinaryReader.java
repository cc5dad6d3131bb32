package io.graydiff.target;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** Recognises Go executables by their build information. */
public final class GoBinaryReader implements BinaryReader {

  @Override
  public BinaryKind read(Path executable) throws IOException {
    try (GoBinary binary = GoBinary.open(executable)) {
      return new BinaryKind.Go(build(binary));
    } catch (GoBinaryException e) {
      return switch (e.reason()) {
        case NOT_A_PROGRAM, NOT_GO -> new BinaryKind.NotGo();
        case TOO_OLD, UNSUPPORTED, DAMAGED ->
            new BinaryKind.Unusable(String.valueOf(e.getMessage()));
        case UNREADABLE -> throw unreadable(executable, e);
      };
    }
  }

  private static GoBuild build(GoBinary binary) {
    return new GoBuild(
        binary.buildInfo().goVersion(),
        binary.buildInfo().modulePath(),
        binary.buildInfo().revision(),
        binary.positionIndependent() ? GoBuild.Mode.PIE : GoBuild.Mode.EXE,
        binary.stripped(),
        binary.buildId());
  }

  private static IOException unreadable(Path executable, GoBinaryException e) {
    return e.getCause() instanceof AccessDeniedException denied
        ? denied
        : new IOException(executable + " cannot be read: " + e.getMessage(), e);
  }
}
