package dev.holon.vm.luaj;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;

/** A Lua error that carries its value as it is, of any type, and costs no stack trace. */
final class ScriptError extends LuaError {
  private static final long serialVersionUID = 1L;

  private final transient LuaValue value;

  ScriptError(LuaValue value) {
    super(value);
    this.value = value;
  }

  LuaValue value() {
    return value;
  }

  @Override
  public String getMessage() {
    return "script error";
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
