package dev.holon.core.compute;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.protocol.Tag;
import dev.holon.vm.VmLimits;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads {@code Compute-Limit} and {@code Memory-Limit} (ao.TN.1 §1.1): the process's tag wins over
 * the module's.
 */
public final class ProcessLimits {
  private ProcessLimits() {}

  /** The limits to use, or why there are none. */
  public sealed interface Reading {
    record Limits(VmLimits limits) implements Reading {}

    record Unusable(Refusal refusal) implements Reading {}
  }

  /**
   * The limits of a process.
   *
   * @param maximum the most this node grants; a process that asks for more is refused, never given
   *     less, because the limit decides results
   */
  public static Reading read(List<Tag> processTags, List<Tag> moduleTags, VmLimits maximum) {
    Optional<String> gas =
        Tag.first(processTags, "Compute-Limit").or(() -> Tag.first(moduleTags, "Compute-Limit"));
    Optional<String> memory =
        Tag.first(processTags, "Memory-Limit").or(() -> Tag.first(moduleTags, "Memory-Limit"));
    long gasMax;
    long memoryMax;
    try {
      gasMax = gas.map(Long::parseLong).orElse(VmLimits.DEFAULT.gasMax());
      memoryMax = memory.map(ProcessLimits::parseMemory).orElse(VmLimits.DEFAULT.memoryBytesMax());
    } catch (IllegalArgumentException | ArithmeticException e) {
      return new Reading.Unusable(
          new Refusal(
              RefusalCode.UNREADABLE_LIMIT,
              "Compute-Limit or Memory-Limit does not read: " + e.getMessage()));
    }
    if (gasMax <= 0 || gasMax > maximum.gasMax()) {
      return unusable("Compute-Limit is " + gasMax + ": this node grants 1 to " + maximum.gasMax());
    }
    if (memoryMax <= 0 || memoryMax > maximum.memoryBytesMax()) {
      return unusable(
          "Memory-Limit is "
              + memoryMax
              + " bytes: this node grants 1 to "
              + maximum.memoryBytesMax());
    }
    return new Reading.Limits(new VmLimits(gasMax, memoryMax, VmLimits.DEFAULT.outputBytesMax()));
  }

  // "500-mb" is 500 x 2^20: the dash is dropped, units are binary.
  private static long parseMemory(String text) {
    String compact = text.replace("-", "").toLowerCase(Locale.ROOT);
    int shift =
        compact.endsWith("gb")
            ? 30
            : compact.endsWith("mb") ? 20 : compact.endsWith("kb") ? 10 : -1;
    if (shift < 0) {
      return Long.parseLong(compact);
    }
    return Math.multiplyExact(
        Long.parseLong(compact.substring(0, compact.length() - 2)), 1L << shift);
  }

  private static Reading unusable(String message) {
    return new Reading.Unusable(new Refusal(RefusalCode.LIMIT_NOT_GRANTED, message));
  }
}
