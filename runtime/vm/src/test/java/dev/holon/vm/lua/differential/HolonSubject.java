package dev.holon.vm.lua.differential;

import dev.holon.vm.lua.Script;
import java.util.List;

/** The engine under test. */
final class HolonSubject implements Subject {
  HolonSubject() {}

  @Override
  public Outcome run(
      byte[] source, String chunkName, List<String> arguments, long gasMax, long memoryBytesMax) {
    Script.Outcome outcome = Script.run(source, chunkName, arguments, gasMax, memoryBytesMax);
    return new Outcome(outcome.output(), outcome.error(), outcome.gasUsed(), outcome.bytesUsed());
  }
}
