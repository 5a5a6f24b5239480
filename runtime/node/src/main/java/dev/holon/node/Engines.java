package dev.holon.node;

import com.typesafe.config.Config;
import dev.holon.vm.VmEngine;
import dev.holon.vm.lua.LuaEngine;
import dev.holon.vm.luaj.LuajEngine;
import java.util.ArrayList;
import java.util.List;

/** The execution engines that the operator allows. */
final class Engines {
  /** Allows the engine for trusted code; off unless it is set. */
  static final String TRUSTED_LUAJ = "holon.engines.luaj-for-trusted-code";

  private Engines() {}

  /** The engines: Lua 5.3 always, others if they are set. */
  static List<VmEngine> allowed(Config config) {
    List<VmEngine> engines = new ArrayList<>();
    engines.add(new LuaEngine());
    if (config.getBoolean(TRUSTED_LUAJ)) {
      engines.add(new LuajEngine());
    }
    return List.copyOf(engines);
  }
}
