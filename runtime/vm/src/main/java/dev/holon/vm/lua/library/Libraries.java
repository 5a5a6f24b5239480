package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeCatalog;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.Heap;
import java.util.ArrayList;
import java.util.List;

/** The libraries that programs find. */
public final class Libraries {
  private static final List<Library> FOR_PROCESS =
      List.of(
          new BaseLibrary(),
          new PackageLibrary(),
          new CoroutineLibrary(),
          new StringLibrary(),
          new Utf8Library(),
          new TableLibrary(),
          new MathLibrary(),
          new OsLibrary(),
          new DebugLibrary());

  private Libraries() {}

  /** What the code of a process may use. */
  public static void openForProcess(LuaState state) {
    FOR_PROCESS.forEach(library -> library.open(state));
  }

  /** The functions of processes, for checkpoints. */
  public static NativeCatalog catalog() {
    Heap heap = new Heap();
    heap.setLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    LuaState state = new LuaState(heap);
    openForProcess(state);
    new HostLibrary().open(state);
    List<NativeFunction> unlisted = new ArrayList<>(StringLibrary.unlistedFunctions());
    unlisted.addAll(BaseLibrary.unlistedFunctions());
    return new NativeCatalog(state, unlisted);
  }

  /** What a program outside any process may use besides its output: the same. */
  public static void openForScript(LuaState state) {
    openForProcess(state);
  }
}
