package dev.holon.vm.luaj;

import dev.holon.protocol.Id;
import dev.holon.vm.ModuleCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Prototype;

/** Compiled modules, shared by all their processes. Keeps those used last. Thread-safe. */
final class PrototypeCache {
  private static final int MODULES_MAX = 64;
  private static final String CHUNK_NAME = "=module";

  private final Map<Id, Prototype> prototypes = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * The compiled module.
   *
   * @throws LuaError when its code is no Lua
   */
  synchronized Prototype get(ModuleCode module) {
    Prototype known = prototypes.get(module.id());
    if (known != null) {
      return known;
    }
    Prototype compiled =
        CodeLoader.compile(LuaString.valueUsing(module.code().toArray()), CHUNK_NAME);
    prototypes.put(module.id(), compiled);
    if (prototypes.size() > MODULES_MAX) {
      prototypes.remove(prototypes.keySet().iterator().next());
    }
    return compiled;
  }
}
