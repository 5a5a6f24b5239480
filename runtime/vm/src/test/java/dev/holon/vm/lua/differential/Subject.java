package dev.holon.vm.lua.differential;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that runs a Lua program: the engine under test, or the C implementation. */
interface Subject {
  /** The class of the engine under test; a property so that the suite can be tried on another. */
  String CLASS =
      System.getProperty(
          "holon.lua.differential.subject", "dev.holon.vm.lua.differential.HolonSubject");

  /** Gas that no honest program of this suite needs. */
  long GAS_PLENTY = 100_000_000_000L;

  long MEMORY_PLENTY = 1L << 30;

  /**
   * Runs one program from start to end.
   *
   * @param chunkName as {@code load} takes it, {@code @} or {@code =} included
   */
  Outcome run(
      byte[] source, String chunkName, List<String> arguments, long gasMax, long memoryBytesMax);

  /** As above, without limits that matter. */
  default Outcome run(byte[] source, String chunkName, List<String> arguments) {
    return run(source, chunkName, arguments, GAS_PLENTY, MEMORY_PLENTY);
  }

  /**
   * What a program left behind.
   *
   * @param output everything written by {@code print} and {@code io.write}
   * @param error the text of the error that ended it, null when there was none
   */
  record Outcome(byte[] output, @Nullable String error, long gasUsed, long bytesUsed) {
    Transcript transcript() {
      return Transcript.of(this);
    }
  }

  static Subject underTest() {
    try {
      return (Subject) Class.forName(CLASS).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no subject " + CLASS, e);
    }
  }
}
