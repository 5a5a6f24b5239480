package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeCatalog;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.Heap;
import java.util.ArrayList;
import java.util.List;

/** The libraries that programs find. */
public final class Libraries {
  private static final List<Library> ALL =
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

  /** What the code of a process may use, and a program outside any besides its output. */
  public static void open(LuaState state) {
    ALL.forEach(library -> library.open(state));
  }

  /** The functions of processes, for checkpoints. */
  public static NativeCatalog catalog() {
    Heap heap = new Heap();
    heap.setLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    LuaState state = new LuaState(heap);
    open(state);
    new HostLibrary().open(state);
    List<NativeFunction> unlisted = new ArrayList<>(StringLibrary.unlistedFunctions());
    unlisted.addAll(BaseLibrary.unlistedFunctions());
    return new NativeCatalog(state, unlisted);
  }
}
