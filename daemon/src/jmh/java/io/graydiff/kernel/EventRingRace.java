package io.graydiff.kernel;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Drains the same ring in turn by {@link EventRing} and by libbpf's {@code ring_buffer__consume} in
 * a C program, and prints how many records a second each took, their ratio, and what Java allocated
 * for a record. Each times its own drain; the filling between is not in it. Needs root.
 */
public final class EventRingRace {
  private static final int WARM_UP_ROUNDS = 20;
  private static final int DRAINS = 20;

  private EventRingRace() {}

  /**
   * Runs it.
   *
   * @param args the C program and the number of rounds
   */
  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[1]);
    double[] java = new double[rounds];
    double[] c = new double[rounds];
    long allocated = 0;
    long allocatedFor = 0;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    long[] seen = new long[1];
    EventRing.Consumer consumer = record -> seen[0] += FilledRing.look(record);
    try (FilledRing ring = new FilledRing()) {
      Process other = new ProcessBuilder(args[0], Long.toString(ring.mapId())).start();
      try (BufferedReader answers =
          new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
          long javaNanos = 0;
          long cNanos = 0;
          long javaRecords = 0;
          long cRecords = 0;
          for (int drain = 0; drain < DRAINS; drain++) {
            ring.fill();
            long bytes = threads.getThreadAllocatedBytes(self);
            long begin = System.nanoTime();
            int records = ring.drain(consumer);
            javaNanos += System.nanoTime() - begin;
            javaRecords += plausible(records);
            if (round >= 0) {
              allocated += threads.getThreadAllocatedBytes(self) - bytes;
              allocatedFor += records;
            }
            ring.fill();
            other.getOutputStream().write('d');
            other.getOutputStream().flush();
            String[] answer = answers.readLine().split(" ");
            cRecords += plausible(Integer.parseInt(answer[0]));
            cNanos += Long.parseLong(answer[1]);
          }
          if (round >= 0) {
            java[round] = (double) javaRecords / javaNanos * 1000;
            c[round] = (double) cRecords / cNanos * 1000;
          }
        }
      } finally {
        other.destroy();
      }
    }
    report(java, c, (double) allocated / allocatedFor);
  }

  private static int plausible(int records) throws IOException {
    if (records < FilledRing.MOST_RECORDS * 0.95 || records > FilledRing.MOST_RECORDS) {
      throw new IOException("drained " + records + " records of " + FilledRing.MOST_RECORDS);
    }
    return records;
  }

  private static void report(double[] java, double[] c, double bytesPerRecord) {
    double[] ratios = new double[java.length];
    Arrays.setAll(ratios, i -> java[i] / c[i]);
    for (double[] sample : new double[][] {java, c, ratios}) {
      Arrays.sort(sample);
    }
    int middle = ratios.length / 2;
    System.out.printf(
        "event ring: Java %.1f, libbpf %.1f million records/s, ratio %.3f (%.3f to %.3f in %d"
            + " rounds), %.4f bytes allocated per record of %d bytes%n",
        java[middle],
        c[middle],
        ratios[middle],
        ratios[0],
        ratios[ratios.length - 1],
        ratios.length,
        bytesPerRecord,
        KernelAbi.EVENT_SIZE);
  }
}
