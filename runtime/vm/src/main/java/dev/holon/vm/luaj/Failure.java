package dev.holon.vm.luaj;

import org.luaj.vm2.LuaString;

/** Errors a library function raises, with the position of its caller in front. */
final class Failure {
  private Failure() {}

  static ScriptError of(String message) {
    return new ScriptError(LuaString.valueOf(LuajProcess.current().meter().position(1) + message));
  }

  /** A wrong argument; arguments are counted from 1. */
  static ScriptError ofArgument(int argument, String message) {
    return of("bad argument #" + argument + " (" + message + ")");
  }
}
