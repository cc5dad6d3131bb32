package io.graydiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.histogram.BucketLayout;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelAbiTest {
  private static final Path BPF = Path.of("..", "bpf");
  private static final Path HEADER = BPF.resolve("graydiff.h");
  private static final Pattern DEFINE = Pattern.compile("(?m)^#define (GD_\\w+) (\\d+)$");

  private static final Pattern PROGRAM = Pattern.compile("\\bX\\(([a-z_]+)\\)");

  /** As programs.h defines them: a span has two programs. */
  private static final Pattern DEFINED =
      Pattern.compile("(?m)^GO_(ENTRY|POINT|EXIT|COUNT|SPAN)\\(([a-z_]+)");

  @TempDir Path folder;

  @Test
  void everyNumberOfTheHeaderStandsInJavaAndTheOtherWayRound() throws Exception {
    Map<String, Integer> header = new TreeMap<>();
    Matcher define = DEFINE.matcher(Files.readString(HEADER));
    while (define.find()) {
      header.put(define.group(1), Integer.valueOf(define.group(2)));
    }
    assertThat(javaConstants("GD_")).isEqualTo(header).isNotEmpty();
  }

  @Test
  void theProgramsOfSitesHaveTheirNumbersInTheHeadersOrder() throws Exception {
    String header = Files.readString(HEADER);
    List<String> programs = new ArrayList<>();
    Matcher program = PROGRAM.matcher(header);
    while (program.find()) {
      programs.add(program.group(1));
    }
    assertThat(SitePrograms.NAMES).isEqualTo(programs).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void everyProgramOfASiteHasANumber() throws Exception {
    List<String> programs = new ArrayList<>();
    try (DirectoryStream<Path> headers = Files.newDirectoryStream(BPF, "*.h")) {
      for (Path header : headers) {
        Matcher defined = DEFINED.matcher(Files.readString(header));
        while (defined.find()) {
          String name = defined.group(2);
          boolean span = defined.group(1).equals("SPAN");
          programs.addAll(span ? List.of(name + "_begin", name + "_end") : List.of(name));
        }
      }
    }
    assertThat(programs).containsExactlyInAnyOrderElementsOf(SitePrograms.NAMES);
  }

  @Test
  void offsetsAndSizesAreThoseThatTheCompilerLaysOut() throws Exception {
    String source =
        """
        #include <stddef.h>
        #include <stdio.h>
        #include "graydiff.h"
        #define SHOW(name, value) printf(#name " %zu\\n", (size_t)(value))
        int main(void) {
          SHOW(SUMMARY_SUM, offsetof(struct gd_summary, sum));
          SHOW(SUMMARY_COUNT, offsetof(struct gd_summary, count));
          SHOW(SUMMARY_MARKS, offsetof(struct gd_summary, marks));
          SHOW(SUMMARY_SIZE, sizeof(struct gd_summary));
          SHOW(ROWS_BUCKETS, offsetof(struct gd_rows, buckets));
          SHOW(ROWS_SIZE, sizeof(struct gd_rows));
          SHOW(COUNTERS_SIZE, sizeof(struct gd_counters));
          SHOW(STATS_HITS, offsetof(struct gd_stats, hits));
          SHOW(STATS_DEAR_HITS, offsetof(struct gd_stats, dear_hits));
          SHOW(STATS_RUN_NANOS, offsetof(struct gd_stats, run_ns));
          SHOW(STATS_RUNS_TIMED, offsetof(struct gd_stats, runs_timed));
          SHOW(STATS_SPANS_LOST, offsetof(struct gd_stats, spans_lost));
          SHOW(STATS_EVENTS_LOST, offsetof(struct gd_stats, events_lost));
          SHOW(STATS_STACKS_LOST, offsetof(struct gd_stats, stacks_lost));
          SHOW(STATS_SIZE, sizeof(struct gd_stats));
          SHOW(CONTROL_OPENED_AT, offsetof(struct gd_control, opened_at));
          SHOW(CONTROL_CLOSED_AT, offsetof(struct gd_control, closed_at));
          SHOW(CONTROL_MOST_HITS, offsetof(struct gd_control, most_hits));
          SHOW(CONTROL_CLOSES_WITH, offsetof(struct gd_control, closes_with));
          SHOW(CONTROL_DISTURBED_UNTIL, offsetof(struct gd_control, disturbed_until));
          SHOW(CONTROL_ALLOC_SAMPLE_BYTES, offsetof(struct gd_control, alloc_sample_bytes));
          SHOW(CONTROL_SIZE, sizeof(struct gd_control));
          SHOW(TARGET_POPULATION, offsetof(struct gd_target, population));
          SHOW(TARGET_SLOW_REQUEST_NS, offsetof(struct gd_target, slow_request_ns));
          SHOW(TARGET_G_GOID, offsetof(struct gd_target, g_goid));
          SHOW(TARGET_G_WAIT_REASON, offsetof(struct gd_target, g_wait_reason));
          SHOW(TARGET_G_TRACKING, offsetof(struct gd_target, g_tracking));
          SHOW(TARGET_G_TRACKING_STAMP, offsetof(struct gd_target, g_tracking_stamp));
          SHOW(TARGET_REQUEST_URL, offsetof(struct gd_target, request_url));
          SHOW(TARGET_URL_PATH, offsetof(struct gd_target, url_path));
          SHOW(TARGET_RESPONSE_STATUS, offsetof(struct gd_target, response_status));
          SHOW(TARGET_STREAM_WROTE_HEADER, offsetof(struct gd_target, stream_wrote_header));
          SHOW(TARGET_CONTEXT_ERR, offsetof(struct gd_target, context_err));
          SHOW(TARGET_FLOOR_NS, offsetof(struct gd_target, floor_ns));
          SHOW(TARGET_SIZE, sizeof(struct gd_target));
          SHOW(SPAN_KEY_PID, offsetof(struct gd_span_key, pid));
          SHOW(SPAN_KEY_PROBE, offsetof(struct gd_span_key, probe));
          SHOW(SPAN_KEY_SIZE, sizeof(struct gd_span_key));
          SHOW(SPAN_START_NS, offsetof(struct gd_span, start_ns));
          SHOW(SPAN_DETAIL, offsetof(struct gd_span, detail));
          SHOW(SPAN_SIZE, sizeof(struct gd_span));
          SHOW(EVENT_TYPE, offsetof(struct gd_event, type));
          SHOW(EVENT_PID, offsetof(struct gd_event, pid));
          SHOW(EVENT_TIME_NS, offsetof(struct gd_event, time_ns));
          SHOW(EVENT_VALUE, offsetof(struct gd_event, value));
          SHOW(EVENT_GOID, offsetof(struct gd_event, goid));
          SHOW(EVENT_TEXT, offsetof(struct gd_event, text));
          SHOW(EVENT_CALLERS, offsetof(struct gd_event, callers));
          SHOW(EVENT_SIZE, sizeof(struct gd_event));
          SHOW(ALARM_PROBE, offsetof(struct gd_alarm, probe));
          SHOW(ALARM_SIZE, sizeof(struct gd_alarm));
          SHOW(STACK_KIND, offsetof(struct gd_stack, kind));
          SHOW(STACK_PID, offsetof(struct gd_stack, pid));
          SHOW(STACK_WEIGHT, offsetof(struct gd_stack, weight));
          SHOW(STACK_FLAGS, offsetof(struct gd_stack, flags));
          SHOW(STACK_DEPTH, offsetof(struct gd_stack, depth));
          SHOW(STACK_PCS, offsetof(struct gd_stack, pcs));
          SHOW(STACK_SIZE, sizeof(struct gd_stack));
          return 0;
        }
        """;
    Path c = Files.writeString(folder.resolve("layout.c"), source);
    Path program = folder.resolve("layout");
    run("clang", "-I", BPF.toString(), "-o", program.toString(), c.toString());
    Map<String, Integer> compiled = new TreeMap<>();
    for (String line : run(program.toString()).lines().toList()) {
      compiled.put(line.split(" ")[0], Integer.valueOf(line.split(" ")[1]));
    }
    Map<String, Integer> java = javaConstants("");
    java.keySet().removeIf(name -> name.startsWith("GD_"));
    assertThat(java).isEqualTo(compiled);
  }

  @Test
  void theBucketIndexOfTheProgramsIsThatOfJava() throws Exception {
    String source =
        """
        #include <stdio.h>
        #define __always_inline inline
        #include "histogram.h"
        int main(void) {
          unsigned long long v;
          while (scanf("%llu", &v) == 1) printf("%u\\n", bucket_of(v));
          return 0;
        }
        """;
    Path c = Files.writeString(folder.resolve("buckets.c"), source);
    Path program = folder.resolve("buckets");
    run("clang", "-I", BPF.toString(), "-o", program.toString(), c.toString());
    StringBuilder values = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int exponent = 0; exponent < 63; exponent++) {
      for (long v = (1L << exponent) - 2;
          v <= (1L << exponent) + (1L << exponent) / 3;
          v += 1 + (1L << exponent) / 37) {
        if (v >= 0) {
          values.append(v).append('\n');
          expected.append(BucketLayout.indexOf(v)).append('\n');
        }
      }
    }
    Path input = Files.writeString(folder.resolve("values"), values);
    Process process = new ProcessBuilder(program.toString()).redirectInput(input.toFile()).start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(expected.toString());
    assertThat(BucketLayout.BUCKETS).isEqualTo(KernelAbi.GD_BUCKETS);
  }

  private static Map<String, Integer> javaConstants(String prefix) throws IllegalAccessException {
    Map<String, Integer> constants = new TreeMap<>();
    for (Field field : KernelAbi.class.getFields()) {
      if (field.getName().startsWith(prefix)) {
        constants.put(field.getName(), field.getInt(null));
      }
    }
    return constants;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
