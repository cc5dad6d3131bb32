package io.graydiff.goruntime;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where in the runtime's variables of one Go version the numbers and the buckets stand that only
 * grow: a copy in which one of them is behind an earlier copy was taken in the middle of a change.
 * Immutable.
 */
final class GrowingFields {
  private final Map<RuntimeVariable, List<GoLayout.Field>> numbers =
      new EnumMap<>(RuntimeVariable.class);
  private final Map<RuntimeVariable, List<GoLayout.Field>> histograms =
      new EnumMap<>(RuntimeVariable.class);

  GrowingFields(GoLayout layout) {
    for (Quantity quantity : Quantity.values()) {
      if (quantity.isCounter()) {
        quantity.place().ifPresent(place -> add(numbers, place.variable(), place.in(layout)));
      }
    }
    for (TimeDistribution distribution : TimeDistribution.values()) {
      for (TimeDistribution.Place place : distribution.places()) {
        String structure = place.variable().structure();
        add(histograms, place.variable(), layout.field(structure, place.field()));
      }
    }
  }

  private static void add(
      Map<RuntimeVariable, List<GoLayout.Field>> to,
      RuntimeVariable variable,
      Optional<GoLayout.Field> field) {
    field.ifPresent(f -> to.computeIfAbsent(variable, v -> new ArrayList<>()).add(f));
  }

  /** Whether none of them is behind an earlier copy. */
  boolean follow(Globals now, Globals earlier) {
    for (RuntimeVariable variable : RuntimeVariable.values()) {
      Optional<ByteBuffer> copy = now.copy(variable);
      Optional<ByteBuffer> before = earlier.copy(variable);
      if (copy.isPresent() && before.isPresent() && !follows(variable, copy.get(), before.get())) {
        return false;
      }
    }
    return true;
  }

  private boolean follows(RuntimeVariable variable, ByteBuffer now, ByteBuffer before) {
    for (GoLayout.Field field : numbers.getOrDefault(variable, List.of())) {
      if (field.number(now, 0) < field.number(before, 0)) {
        return false;
      }
    }
    for (GoLayout.Field field : histograms.getOrDefault(variable, List.of())) {
      if (!hasGrown(field.slice(now, 0), field.slice(before, 0))) {
        return false;
      }
    }
    return true;
  }

  /** Histograms of pauses are the same most of the time, which one comparison tells. */
  private static boolean hasGrown(ByteBuffer now, ByteBuffer before) {
    int at = now.mismatch(before);
    for (int word = at / Long.BYTES * Long.BYTES; at >= 0 && word < now.limit(); word += 8) {
      if (now.getLong(word) < before.getLong(word)) {
        return false;
      }
    }
    return true;
  }
}
