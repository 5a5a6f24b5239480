package dev.holon.vm.luaj;

import dev.holon.vm.ModuleCode;
import dev.holon.vm.ProcessEnvironment;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import java.util.List;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;

/**
 * Runs modules of the format {@code luaj-5.2}: Lua source that defines a global function {@code
 * handle(msg, env)}, returning {@code {Messages=, Spawns=, Assignments=, Output=, Error=}}. The
 * code may use what Lua 5.2 has except coroutines, modules, files and the debugger; it must be
 * trusted, see the package's description.
 */
public final class LuajEngine implements VmEngine {
  /** The {@code Module-Format} of this engine's modules. */
  public static final String FORMAT = "luaj-5.2";

  static {
    // LuaJ's number classes initialise only after LuaValue.
    LuaValue.NIL.type();
  }

  private final PrototypeCache prototypes = new PrototypeCache();

  @Override
  public List<String> moduleFormats() {
    return List.of(FORMAT);
  }

  @Override
  public Vm boot(ModuleCode module, ProcessEnvironment process, VmLimits limits)
      throws VmBootException {
    StringMethods.install();
    LuajProcess machine =
        LuajProcess.create(RandomState.of(process.id().id()), MessageTables.of(process, module));
    try {
      Prototype prototype = prototypes.get(module);
      machine.meter().start(limits.gasMax(), limits.memoryBytesMax());
      machine.run(0, () -> new LuaClosure(prototype, machine.globals()).call());
    } catch (RuntimeException e) {
      throw new VmBootException("module does not load: " + ErrorValue.of(e).tojstring(), e);
    } catch (Trap | StackOverflowError | OutOfMemoryError e) {
      throw new VmBootException("module does not load within its limits: " + e.getMessage(), e);
    }
    if (!machine.globals().rawget(LuajVm.HANDLE).isfunction()) {
      throw new VmBootException("module defines no global function 'handle'");
    }
    return new LuajVm(machine, limits);
  }
}
