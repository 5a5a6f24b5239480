package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.ByteString;

/** The source is not Lua 5.3, or exceeds a limit of the compiler. Without stack trace. */
public final class CompileError extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ByteString text;

  public CompileError(ByteString text) {
    super(null, null, false, false);
    this.text = text;
  }

  public CompileError(String message) {
    this(ByteString.of(message));
  }

  /** The message as Lua sees it; it may quote bytes that are not UTF-8. */
  public ByteString text() {
    return text;
  }

  @Override
  public String getMessage() {
    return text.tojstring();
  }
}
