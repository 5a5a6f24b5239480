package dev.holon.vm.luaj;

import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/**
 * A library function. Stateless, so that all processes share it and a fork keeps it; what belongs
 * to a process it gets from {@link LuajProcess#current}.
 */
final class Native extends VarArgFunction {
  /** What the function does. */
  @FunctionalInterface
  interface Body {
    Varargs invoke(Varargs arguments);
  }

  private final Body body;

  private Native(Body body) {
    this.body = body;
  }

  static LuaFunction of(Body body) {
    return new Native(body);
  }

  @Override
  public Varargs invoke(Varargs arguments) {
    return body.invoke(arguments);
  }
}
