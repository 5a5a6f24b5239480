package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;

/** An error of Lua: any value. Made without a Java stack trace, for code raises them at will. */
public final class ScriptError extends LuaError {
  private static final long serialVersionUID = 1L;

  private final transient LuaValue value;
  private final boolean isHandled;

  public ScriptError(LuaValue value) {
    this(value, false);
  }

  public ScriptError(String message) {
    this(ByteString.of(message));
  }

  ScriptError(LuaValue value, boolean isHandled) {
    super((String) null);
    this.value = value;
    this.isHandled = isHandled;
  }

  public LuaValue value() {
    return value;
  }

  /** Whether the handler of an {@code xpcall} has seen it. */
  boolean isHandled() {
    return isHandled;
  }

  @Override
  public LuaValue getMessageObject() {
    return value;
  }

  @Override
  public String getMessage() {
    return value instanceof ByteString text ? text.tojstring() : value.typename();
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
