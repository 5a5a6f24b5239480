package dev.holon.vm.lua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Value;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.Messages;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmFaultException;
import dev.holon.vm.VmLimits;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the Java machine lacks is no result of the process. */
class NodeFaultTest {
  private static final long SMALL_STACK_BYTES = 160 << 10;

  /** Native functions inside one another take Java's stack, as deep as the engine allows. */
  private static final String DEEP =
      """
      local count = 0
      local function nest(depth)
        if depth == 0 then return "" end
        return (("x"):gsub("x", function() return nest(depth - 1) end))
      end
      function handle(msg)
        count = count + 1
        pcall(nest, 150)
        return { Output = count }
      end
      """;

  @Test
  void javaStackThatIsTooSmallIsNoResult() throws InterruptedException {
    Vm vm = boot();
    assertEquals(new Value.Int(1), output(vm));
    Bytes before = vm.checkpoint();

    Throwable thrown = thrownOnASmallStack(vm);

    assertInstanceOf(VmFaultException.class, thrown);
    assertInstanceOf(StackOverflowError.class, thrown.getCause());
    assertTrue(vm.isUsable());
    assertEquals(before, vm.checkpoint());
    assertEquals(new Value.Int(2), output(vm));
  }

  private static Throwable thrownOnASmallStack(Vm vm) throws InterruptedException {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Runnable evaluation = () -> vm.evaluate(Messages.message(Messages.OWNER, ""));
    Thread thread = new Thread(null, evaluation, "small stack", SMALL_STACK_BYTES);
    thread.setUncaughtExceptionHandler((at, error) -> thrown.set(error));
    thread.start();
    thread.join();
    Throwable seen = thrown.get();
    assertNotNull(seen, "the evaluation gave a result");
    return seen;
  }

  private static Vm boot() {
    try {
      return new LuaEngine()
          .boot(Messages.module(LuaEngine.FORMAT, DEEP), Messages.process(), VmLimits.DEFAULT);
    } catch (VmBootException e) {
      throw new AssertionError(e);
    }
  }

  private static Value output(Vm vm) {
    EvalOutcome outcome = vm.evaluate(Messages.message(Messages.OWNER, ""));
    return assertInstanceOf(EvalOutcome.Completed.class, outcome).result().output();
  }
}
