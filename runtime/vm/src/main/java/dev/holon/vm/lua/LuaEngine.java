package dev.holon.vm.lua;

import dev.holon.protocol.Bytes;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.ProcessEnvironment;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import dev.holon.vm.lua.machine.CheckpointException;
import java.util.List;

/**
 * Runs modules that are Lua 5.3 source and define a global function {@code handle(msg, env)}, which
 * returns {@code {Messages=, Spawns=, Assignments=, Output=, Error=}}. The code need not be
 * trusted.
 */
public final class LuaEngine implements VmEngine {
  /** The {@code Module-Format} of this engine's modules. */
  public static final String FORMAT = "lua-5.3";

  /** Another name of the same. */
  public static final String FORMAT_ALIAS = "lua";

  private final ModuleImages images = new ModuleImages();

  @Override
  public List<String> moduleFormats() {
    return List.of(FORMAT, FORMAT_ALIAS);
  }

  @Override
  public Vm boot(ModuleCode module, ProcessEnvironment process, VmLimits limits)
      throws VmBootException {
    return images.of(module, limits).start(process, module);
  }

  @Override
  public Vm restore(
      ModuleCode module, ProcessEnvironment process, VmLimits limits, Bytes checkpoint)
      throws VmBootException {
    try {
      LuaVm restored = images.of(module, limits).restore(checkpoint.toArray(), limits);
      String id = process.id().toString();
      if (!restored.process().equals(id)) {
        throw new VmBootException(
            "the checkpoint is of process " + restored.process() + ", not of " + id);
      }
      return restored;
    } catch (CheckpointException e) {
      throw new VmBootException("process does not go on: " + e.getMessage(), e);
    }
  }
}
