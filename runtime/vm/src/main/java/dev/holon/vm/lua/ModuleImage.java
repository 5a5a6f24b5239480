package dev.holon.vm.lua;

import dev.holon.vm.ModuleCode;
import dev.holon.vm.ProcessEnvironment;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmLimits;
import dev.holon.vm.lua.code.CompileError;
import dev.holon.vm.lua.library.HostLibrary;
import dev.holon.vm.lua.library.Libraries;
import dev.holon.vm.lua.machine.Checkpoint;
import dev.holon.vm.lua.machine.CheckpointException;
import dev.holon.vm.lua.machine.Closure;
import dev.holon.vm.lua.machine.CodeCache;
import dev.holon.vm.lua.machine.CodeUnit;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeCatalog;
import dev.holon.vm.lua.machine.ScriptError;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Trap;
import java.nio.ByteBuffer;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;

/**
 * The state of a module's processes before they know who they are: its chunk ran once, within the
 * limits, with the functions of {@link HostLibrary} at hand. Each process begins with a copy.
 */
final class ModuleImage {
  private static final ByteString CHUNK_NAME = ByteString.of("=module");

  private final ModuleCode module;
  private final VmLimits limits;
  private final CodeUnit unit;
  private final Checkpoint checkpoint;

  private ModuleImage(ModuleCode module, VmLimits limits, CodeUnit unit, Checkpoint checkpoint) {
    this.module = module;
    this.limits = limits;
    this.unit = unit;
    this.checkpoint = checkpoint;
  }

  /** Runs the module's chunk. */
  static ModuleImage of(ModuleCode module, VmLimits limits, CodeCache code, NativeCatalog natives)
      throws VmBootException {
    Heap heap = new Heap();
    heap.setLimits(limits.gasMax(), limits.memoryBytesMax());
    LuaState state;
    CodeUnit unit;
    try {
      state = new LuaState(heap, code);
      Libraries.open(state);
      new HostLibrary().open(state);
      Closure main = state.load(module.code().toArray(), CHUNK_NAME, state.globals()).asProgram();
      unit = main.unit();
      state.call(main);
      state.globals().store(heap, HostLibrary.NAME, LuaValue.NIL);
      state.collect();
    } catch (CompileError e) {
      throw new VmBootException("module does not load: " + e.getMessage(), e);
    } catch (ScriptError e) {
      throw new VmBootException("module does not load: " + e.getMessage(), e);
    } catch (Trap e) {
      throw new VmBootException("module does not load within its limits: " + e.getMessage(), e);
    }
    if (!(state.globals().fetch(LuaVm.HANDLE) instanceof LuaFunction)) {
      throw new VmBootException("module defines no global function 'handle'");
    }
    byte[] bytes = Checkpoint.toBytes(state, unit);
    try {
      Checkpoint.Sources sources = new Checkpoint.Sources(code, natives, unit, null);
      return new ModuleImage(module, limits, unit, new Checkpoint(bytes, sources));
    } catch (CheckpointException e) {
      throw new IllegalStateException("the image of a module cannot be read", e);
    }
  }

  boolean isOf(ModuleCode other, VmLimits otherLimits) {
    return module.code().equals(other.code()) && limits.equals(otherLimits);
  }

  /** A process before its first message. */
  LuaVm start(ProcessEnvironment process, ModuleCode ofModule) throws VmBootException {
    Heap heap = new Heap();
    LuaState state;
    try {
      state = checkpoint.restore(heap);
    } catch (CheckpointException e) {
      throw new IllegalStateException("the image of a module cannot be read", e);
    }
    heap.setLimits(limits.gasMax(), limits.memoryBytesMax());
    try {
      state.random().seed(ByteBuffer.wrap(process.id().id().toBytes()).getLong());
      state
          .registry()
          .store(heap, LuaVm.ENVIRONMENT, new MessageTables(heap).of(process, ofModule));
      state.registry().store(heap, LuaVm.PROCESS, ByteString.of(process.id().toString()));
    } catch (Trap e) {
      throw new VmBootException("process does not start within its limits: " + e.getMessage(), e);
    }
    return new LuaVm(state, limits, this);
  }

  /** A process that goes on from a checkpoint. */
  LuaVm restore(byte[] bytes, VmLimits itsLimits) throws CheckpointException {
    Checkpoint.Sources base = checkpoint.sources();
    Checkpoint.Sources sources =
        new Checkpoint.Sources(base.code(), base.natives(), unit, checkpoint);
    return new LuaVm(new Checkpoint(bytes, sources).restore(new Heap()), itsLimits, this);
  }

  /** The code that checkpoints of its processes tell by hash only. */
  CodeUnit unit() {
    return unit;
  }
}
