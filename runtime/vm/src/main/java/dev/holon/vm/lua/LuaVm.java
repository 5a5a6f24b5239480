package dev.holon.vm.lua;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Result;
import dev.holon.protocol.Value;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.Vm;
import dev.holon.vm.VmFaultException;
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
 * on from the state before it. So it is after a fault of the node, unless that came while changes
 * were kept or taken back.
 */
final class LuaVm implements Vm {
  static final ByteString HANDLE = ByteString.of("handle");
  static final ByteString ENVIRONMENT = ByteString.of("environment");

  /** Whose state it is; apart from the environment, which the process's code may change. */
  static final ByteString PROCESS = ByteString.of("process");

  private final LuaState state;
  private final VmLimits limits;

  private final ModuleImage image;

  /** The state is that after a message. */
  private boolean isUsable = true;

  LuaVm(LuaState state, VmLimits limits, ModuleImage image) {
    this.state = state;
    this.limits = limits;
    this.image = image;
  }

  @Override
  public EvalOutcome evaluate(EvalMessage message) {
    requireUsable();
    isUsable = false;
    try {
      EvalOutcome outcome = evaluateOrRollBack(message);
      isUsable = true;
      return outcome;
    } catch (RuntimeException | Error e) {
      throw new VmFaultException("the engine could not evaluate a message: " + e, e);
    }
  }

  private EvalOutcome evaluateOrRollBack(EvalMessage message) {
    Heap heap = state.heap();
    heap.setLimits(limits.gasMax(), limits.memoryBytesMax());
    heap.begin();
    EvalOutcome outcome;
    try {
      outcome = guarded(message);
    } catch (RuntimeException | Error e) {
      rollBack();
      isUsable = true;
      throw e;
    }
    if (outcome instanceof EvalOutcome.Completed) {
      heap.commit();
      state.collectIfWorthwhile();
    } else {
      rollBack();
    }
    return outcome;
  }

  private void rollBack() {
    state.heap().rollback();
    state.reset();
  }

  /** The process whose state this is, as its checkpoint names it. */
  String process() {
    return state.registry().fetch(PROCESS).tojstring();
  }

  @Override
  public boolean isUsable() {
    return isUsable;
  }

  private void requireUsable() {
    if (!isUsable) {
      throw new IllegalStateException("a fault left the machine between two states");
    }
  }

  @Override
  public Vm fork() {
    requireUsable();
    try {
      return image.restore(checkpointBytes(), limits);
    } catch (CheckpointException | RuntimeException | Error e) {
      throw new VmFaultException("the engine could not copy a process: " + e, e);
    }
  }

  @Override
  public boolean canCheckpoint() {
    return true;
  }

  @Override
  public Bytes checkpoint() {
    requireUsable();
    return Bytes.of(ByteBuffer.wrap(checkpointBytes()));
  }

  private byte[] checkpointBytes() {
    return Checkpoint.toBytes(state, image.unit());
  }

  /** What the process's code does wrong becomes an outcome; faults of the node pass. */
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
    return Math.min(state.heap().gasUsed(), limits.gasMax());
  }
}
