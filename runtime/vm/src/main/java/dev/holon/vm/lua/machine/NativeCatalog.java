package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** The native functions that values of a process may be, by name. Immutable. */
public final class NativeCatalog {
  private final Map<ByteString, NativeFunction> functions = new HashMap<>();
  private final @Nullable LuaValue next;
  private final @Nullable LuaValue ipairsStep;

  /**
   * @param opened a state whose libraries hold the functions
   * @param unlisted those that are in no library
   */
  public NativeCatalog(LuaState opened, List<NativeFunction> unlisted) {
    Reach.of(opened, null).natives.forEach(this::add);
    unlisted.forEach(this::add);
    CoroutineFunctions.ALL.forEach(this::add);
    add(CoroutineFunctions.wrapped());
    opened.protectedCalls().forEach(this::add);
    next = opened.next;
    ipairsStep = opened.ipairsStep;
  }

  private void add(NativeFunction function) {
    NativeFunction other = functions.put(ByteString.of(function.name()), function);
    if (other != null && other != function) {
      throw new IllegalStateException("two functions are named " + function.name());
    }
  }

  @Nullable NativeFunction find(ByteString name) {
    return functions.get(name);
  }

  /** Tells a state which functions step through tables. */
  void setSteps(LuaState state) {
    state.next = next;
    state.ipairsStep = ipairsStep;
  }
}
