package io.graydiff.goruntime;

import static io.graydiff.goruntime.RuntimeVariable.MEMSTATS;
import static io.graydiff.goruntime.RuntimeVariable.SCHED;

import java.util.List;

/** A histogram of durations that Go's runtime keeps. In brackets the names of runtime/metrics. */
public enum TimeDistribution {
  /**
   * Time from runnable to running, of one in eight transitions of each goroutine, as the runtime
   * samples them [/sched/latencies].
   */
  SCHEDULE_LATENCY(new Place(SCHED, "timeToRun")),
  /**
   * Stop-the-world pauses for the collector, from the request to stop to the restart
   * [/sched/pauses/total/gc]; before Go 1.22 they stand elsewhere and mean the same [/gc/pauses].
   */
  GC_PAUSE(new Place(SCHED, "stwTotalTimeGC"), new Place(MEMSTATS, "gcPauseDist")),
  /** Other stop-the-world pauses [/sched/pauses/total/other], since Go 1.22. */
  OTHER_PAUSE(new Place(SCHED, "stwTotalTimeOther")),
  /** The part of collector pauses until all had stopped [/sched/pauses/stopping/gc], since 1.22. */
  GC_STOPPING(new Place(SCHED, "stwStoppingTimeGC")),
  /** That part of other pauses [/sched/pauses/stopping/other], since Go 1.22. */
  OTHER_STOPPING(new Place(SCHED, "stwStoppingTimeOther"));

  /** A field of a variable that holds a runtime.timeHistogram. */
  record Place(RuntimeVariable variable, String field) {}

  private final List<Place> places;

  TimeDistribution(Place... places) {
    this.places = List.of(places);
  }

  /** Where it stands; a version has one of these places or none. */
  List<Place> places() {
    return places;
  }
}
