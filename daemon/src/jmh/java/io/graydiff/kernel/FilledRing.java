package io.graydiff.kernel;

import io.graydiff.ffi.MemoryFile;
import io.graydiff.ffi.Native;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The agent's own event ring, filled by its own program: the calibration process hits a probe that
 * reports each hit as an event. Needs root. For one thread.
 */
final class FilledRing implements AutoCloseable {
  private static final int HITS = 500;
  private static final String MARK = "GDBEGIN1";
  private static final int RING_BYTES = 1 << 18;
  private static final int HEAD_BYTES = 8;

  /**
   * Events that one {@link #fill} puts into the ring at most, of as many commands as it has room
   * for: the first hit of a command may come with the flags of a stack check that fails, and is none.
   */
  static final int MOST_RECORDS = RING_BYTES / (KernelAbi.EVENT_SIZE + HEAD_BYTES) / HITS * HITS;

  private static final int STACKS_BYTES = 1 << 12;

  private final List<AutoCloseable> resources = new ArrayList<>();
  private final Process producer;
  private final DataInputStream answers;
  private final EventRing ring;

  FilledRing() throws KernelException, IOException {
    byte[] program = resource();
    MemoryFile file = own(MemoryFile.executable("graydiff-ring", program));
    boolean multi = KernelFeatures.detect().uprobeMulti();
    BpfObject object = own(BpfObject.open("/bpf/graydiff.bpf.o"));
    object.size("rows", 1);
    object.size("spans", 1);
    object.size("events", RING_BYTES);
    object.size("stacks", STACKS_BYTES);
    object.constants(1, 0);
    Attacher.prepare(object, multi);
    object.load();
    ring = own(object.mapRing("events"));
    producer = new ProcessBuilder(file.path().toString()).start();
    own(producer::destroyForcibly);
    answers = new DataInputStream(producer.getInputStream());
    object
        .openMap("targets")
        .put(
            Native.allocate(Integer.BYTES).putInt(0, (int) producer.pid()),
            Native.allocate(KernelAbi.TARGET_SIZE));
    MappedArray control = own(object.mapArray("control"));
    control.putLongRelease(
        KernelAbi.CONTROL_CLOSED_AT + KernelAbi.GD_PROBE_FAILURE * Long.BYTES, Long.MAX_VALUE);
    ProgramSites sites = ProgramSites.of("panic", site(program));
    own(new Attacher(object, multi).uprobes(file.path().toString(), List.of(sites)).attach());
  }

  private <T extends AutoCloseable> T own(T resource) {
    resources.add(resource);
    return resource;
  }

  private static byte[] resource() throws IOException {
    try (InputStream in = FilledRing.class.getResourceAsStream("/bpf/calibrate")) {
      return Optional.ofNullable(in)
          .orElseThrow(() -> new IOException("/bpf/calibrate is not in this build"))
          .readAllBytes();
    }
  }

  /** File offset of the probed instruction, which follows its mark. */
  private static long site(byte[] program) {
    return new String(program, StandardCharsets.ISO_8859_1).indexOf(MARK) + MARK.length();
  }

  /** Puts nearly {@link #MOST_RECORDS} events into the ring, which must be empty. */
  void fill() throws IOException {
    for (int hits = 0; hits < MOST_RECORDS; hits += HITS) {
      producer.getOutputStream().write('1');
      producer.getOutputStream().flush();
      answers.readLong();
    }
  }

  /** The Java consumer. */
  int drain(EventRing.Consumer consumer) {
    return ring.drain(consumer);
  }

  /** The number under which the kernel knows the ring: another process opens it by that. */
  long mapId() throws IOException {
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc/self/fdinfo"))) {
      for (Path descriptor : descriptors) {
        List<String> lines = lines(descriptor);
        if (lines.contains("map_type:\t27") && lines.contains("max_entries:\t" + RING_BYTES)) {
          return lines.stream()
              .filter(line -> line.startsWith("map_id:"))
              .mapToLong(line -> Long.parseLong(line.split("\t")[1]))
              .findFirst()
              .orElseThrow();
        }
      }
    }
    throw new IOException("the ring is not among the open descriptors");
  }

  private static List<String> lines(Path descriptor) {
    try {
      return Files.readAllLines(descriptor);
    } catch (IOException closedMeanwhile) {
      return List.of();
    }
  }

  /** Reads what both consumers of the race read of an event. */
  static long look(RingRecord record) {
    return record.getLong(KernelAbi.EVENT_TIME_NS) & 1;
  }

  @Override
  public void close() throws Exception {
    for (int i = resources.size() - 1; i >= 0; i--) {
      resources.get(i).close();
    }
  }
}
