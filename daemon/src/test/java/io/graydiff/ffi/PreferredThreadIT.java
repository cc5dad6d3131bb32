package io.graydiff.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.NeedsRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

@NeedsRoot
class PreferredThreadIT {
  /** In /proc/PID/stat, counted from the state behind the name. */
  private static final int NICE = 16;

  private static final int POLICY = 38;

  @Test
  void itComesBeforeOrdinaryThreadsAndWhatItStartsDoesNot() throws Exception {
    FutureTask<String[]> started = new FutureTask<>(PreferredThreadIT::schedulingOfThisThread);
    FutureTask<String[]> preferred =
        new FutureTask<>(
            () -> {
              Native.preferThisThread();
              run(started);
              return schedulingOfThisThread();
            });
    run(preferred);
    boolean realTime = preferred.get()[POLICY].equals(String.valueOf(LibC.SCHED_FIFO));
    assertThat(realTime || preferred.get()[NICE].equals("-15")).isTrue();
    assertThat(started.get()[POLICY]).isEqualTo("0");
  }

  private static void run(FutureTask<String[]> task)
      throws InterruptedException, ExecutionException {
    new Thread(task).start();
    task.get();
  }

  private static String[] schedulingOfThisThread() throws Exception {
    String line = Files.readString(Path.of("/proc/thread-self/stat"));
    return line.substring(line.lastIndexOf(')') + 2).split(" ");
  }
}
