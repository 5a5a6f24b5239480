package dev.holon.vm.lua.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Bytes;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.Vm;
import dev.holon.vm.lua.differential.ProgramGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random programs that wait across messages, restored after each message in an engine of its own:
 * they go on as if nothing had happened. {@code holon.lua.checkpoint.cases} and {@code
 * holon.lua.checkpoint.seed} choose others.
 */
class CheckpointPropertyTest {
  private static final int CASES = Integer.getInteger("holon.lua.checkpoint.cases", 10_000);
  private static final long SEED = Long.getLong("holon.lua.checkpoint.seed", 11);
  private static final int MESSAGES = 24;

  /** Messages that a restored process is held against the other for. */
  private static final int FOLLOWED = 4;

  private int failed;
  private int waiting;

  @Test
  @Timeout(value = 1200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void restoredProcessGoesOnAsIfItHadNeverStopped() {
    int cases = 0;
    for (long program = 0; cases < CASES; program++) {
      cases += check(SEED * 1_000_003 + program);
    }

    assertTrue(failed > cases / 20, "too few messages failed: " + failed);
    assertTrue(waiting > cases / 8, "too few programs waited: " + waiting);
  }

  private int check(long seed) {
    Random random = new Random(seed);
    String source =
        Processes.resource("prelude.lua")
            + "local function program(...)\n"
            + new ProgramGenerator(seed).next()
            + "end\n"
            + Processes.resource("handle.lua");
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      messages.add("PPPPWWAAAAAB".charAt(random.nextInt(12)) + "" + random.nextInt(100_000));
    }
    Vm vm = Processes.boot(source);
    List<Vm> restored = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      String where = "seed " + seed + ", message " + i + " " + messages.get(i);
      Bytes before = vm.checkpoint();
      if (restored.size() == FOLLOWED) {
        restored.removeFirst();
      }
      restored.add(Processes.restored(vm, source));
      EvalOutcome outcome = Processes.send(vm, messages.get(i));
      Bytes after = vm.checkpoint();
      if (outcome instanceof EvalOutcome.Completed completed) {
        String output = Processes.text(completed.result().output());
        waiting += output.endsWith("shown") || messages.get(i).startsWith("W") ? 1 : 0;
      } else {
        failed++;
        assertEquals(before, after, () -> where + " failed and changed the state");
      }
      for (Vm other : restored) {
        assertEquals(outcome, Processes.send(other, messages.get(i)), where);
        assertEquals(after, other.checkpoint(), where);
      }
    }
    return MESSAGES;
  }
}
