package dev.holon.vm.lua;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Result;
import dev.holon.protocol.Value;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.Vm;
import dev.holon.vm.VmLimits;
import dev.holon.vm.lua.machine.Checkpoint;
import dev.holon.vm.lua.machine.CheckpointException;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.ScriptError;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import dev.holon.vm.lua.value.Trap;
import java.nio.ByteBuffer;
import org.luaj.vm2.LuaValue;

/**
 * The machine of one process. An evaluation that does not complete is rolled back: the machine goes
 * on from the state before it.
 */
final class LuaVm implements Vm {
  static final ByteString HANDLE = ByteString.of("handle");
  static final ByteString ENVIRONMENT = ByteString.of("environment");

  private final LuaState state;
  private final VmLimits limits;

  private final ModuleImage image;

  LuaVm(LuaState state, VmLimits limits, ModuleImage image) {
    this.state = state;
    this.limits = limits;
    this.image = image;
  }

  @Override
  public EvalOutcome evaluate(EvalMessage message) {
    Heap heap = state.heap();
    heap.setLimits(limits.gasMax(), limits.memoryBytesMax());
    heap.begin();
    EvalOutcome outcome = guarded(message);
    if (outcome instanceof EvalOutcome.Completed) {
      heap.commit();
      state.collectIfWorthwhile();
    } else {
      heap.rollback();
      state.reset();
    }
    return outcome;
  }

  @Override
  public boolean isUsable() {
    return true;
  }

  @Override
  public Vm fork() {
    try {
      return image.restore(checkpointBytes(), limits);
    } catch (CheckpointException e) {
      throw new IllegalStateException("a checkpoint made now cannot be read", e);
    }
  }

  @Override
  public boolean canCheckpoint() {
    return true;
  }

  @Override
  public Bytes checkpoint() {
    return Bytes.of(ByteBuffer.wrap(checkpointBytes()));
  }

  private byte[] checkpointBytes() {
    return Checkpoint.toBytes(state, image.unit());
  }

  /** Whatever goes wrong becomes an outcome, faults of the engine and of the Java machine too. */
  private EvalOutcome guarded(EvalMessage message) {
    try {
      return call(message);
    } catch (Trap.OutOfGas e) {
      return new EvalOutcome.OutOfGas(limits.gasMax(), limits.gasMax());
    } catch (Trap.OutOfMemory e) {
      return new EvalOutcome.OutOfMemory(e.limit(), e.bytesMax(), gasUsed());
    } catch (ScriptError e) {
      return failed(e.value());
    } catch (ValueReader.Unreadable e) {
      return failed("result: " + e.getMessage());
    } catch (OutOfMemoryError
        | StackOverflowError
        | RuntimeException
        | LinkageError
        | AssertionError e) {
      return failed("engine fault: " + e);
    }
  }

  private EvalOutcome call(EvalMessage message) {
    state.setTimestampMillis(message.timestampMillis());
    Table received = new MessageTables(state.heap()).of(message);
    LuaValue handle = state.globals().fetch(HANDLE);
    LuaValue response = state.callForOne(handle, received, state.registry().fetch(ENVIRONMENT));
    if (!(response instanceof Table table)) {
      return failed("handle returned no table but a " + response.typename());
    }
    ResultReader reader = new ResultReader(limits.outputBytesMax());
    if (state.heap().isCollectionDue) {
      // What is kept must be within the limit, not only what was at the last safe point.
      state.collect();
    }
    Value error = reader.error(table);
    if (error != null) {
      return new EvalOutcome.Failed(error, gasUsed());
    }
    Result result = reader.result(table, gasUsed());
    return new EvalOutcome.Completed(result);
  }

  private EvalOutcome failed(LuaValue error) {
    try {
      return new EvalOutcome.Failed(
          new ValueReader(limits.outputBytesMax()).read(error), gasUsed());
    } catch (ValueReader.Unreadable e) {
      return failed("error value: " + e.getMessage());
    } catch (Trap e) {
      return failed("error value too large");
    }
  }

  private EvalOutcome failed(String error) {
    return new EvalOutcome.Failed(Value.Text.of(error), gasUsed());
  }

  private long gasUsed() {
    return limits.gasMax() - Math.max(state.heap().gasLeft, 0);
  }
}
