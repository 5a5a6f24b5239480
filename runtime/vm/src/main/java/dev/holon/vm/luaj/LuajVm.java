package dev.holon.vm.luaj;

import dev.holon.protocol.Result;
import dev.holon.protocol.Value;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.Vm;
import dev.holon.vm.VmFaultException;
import dev.holon.vm.VmLimits;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** The machine of one process. Cannot undo: after any outcome but Completed it is not usable. */
final class LuajVm implements Vm {
  static final LuaString HANDLE = LuaString.valueOf("handle");
  private static final String UNCHANGED = "Unchanged";

  private final LuajProcess process;
  private final VmLimits limits;
  private boolean isUsable = true;
  private boolean isUnchanged;

  LuajVm(LuajProcess process, VmLimits limits) {
    this.process = process;
    this.limits = limits;
  }

  @Override
  public EvalOutcome evaluate(EvalMessage message) {
    requireUsable();
    isUsable = false;
    isUnchanged = false;
    process.meter().start(limits.gasMax(), limits.memoryBytesMax());
    EvalOutcome outcome = process.run(message.timestampMillis(), () -> guarded(message));
    isUsable = outcome instanceof EvalOutcome.Completed || isUnchanged;
    return outcome;
  }

  @Override
  public boolean isUsable() {
    return isUsable;
  }

  @Override
  public Vm fork() {
    requireUsable();
    return new LuajVm(process.fork(), limits);
  }

  private void requireUsable() {
    if (!isUsable) {
      throw new IllegalStateException("the machine's last evaluation did not complete");
    }
  }

  /**
   * What the process's code does wrong becomes an outcome, and so does what LuaJ throws for it: it
   * calls on the Java stack, and some bad code ends in an exception of Java's.
   */
  private EvalOutcome guarded(EvalMessage message) {
    try {
      return call(message);
    } catch (Trap.OutOfGas e) {
      return new EvalOutcome.OutOfGas(gasUsed(), limits.gasMax());
    } catch (Trap.OutOfMemory e) {
      return new EvalOutcome.OutOfMemory(e.limit(), e.bytesMax(), gasUsed());
    } catch (StackOverflowError e) {
      return failed("stack overflow");
    } catch (LuaError e) {
      return failed(ErrorValue.of(e));
    } catch (ValueReader.Unreadable e) {
      return failed("result: " + e.getMessage());
    } catch (RuntimeException e) {
      return failed("engine fault: " + e);
    } catch (Error e) {
      throw new VmFaultException("the engine could not evaluate a message: " + e, e);
    }
  }

  private EvalOutcome call(EvalMessage message) {
    LuaValue handle = process.globals().get(HANDLE);
    LuaValue response = handle.call(MessageTables.of(message), process.environment());
    if (!(response instanceof LuaTable table)) {
      return failed("handle returned no table but a " + response.typename());
    }
    ResultReader reader = new ResultReader(limits.outputBytesMax());
    Value error = reader.error(table);
    if (error != null) {
      // A module that refuses a message before it did anything says so, which saves a replay.
      isUnchanged = table.rawget(UNCHANGED).toboolean();
      return new EvalOutcome.Failed(error, gasUsed());
    }
    Result result = reader.result(table, 0);
    return new EvalOutcome.Completed(withGas(result, gasUsed()));
  }

  /** Reading the result may run code of the process, so the gas is known only afterwards. */
  private static Result withGas(Result result, long gasUsed) {
    return new Result(
        result.messages(),
        result.spawns(),
        result.assignments(),
        result.output(),
        gasUsed,
        result.error());
  }

  private EvalOutcome failed(LuaValue error) {
    try {
      return new EvalOutcome.Failed(
          new ValueReader(limits.outputBytesMax()).read(error), gasUsed());
    } catch (ValueReader.Unreadable | LuaError e) {
      return failed("error value: " + e.getMessage());
    } catch (Trap e) {
      return failed("error value too large");
    }
  }

  private EvalOutcome failed(String error) {
    return new EvalOutcome.Failed(Value.Text.of(error), gasUsed());
  }

  private long gasUsed() {
    return process.meter().gasUsed();
  }
}
