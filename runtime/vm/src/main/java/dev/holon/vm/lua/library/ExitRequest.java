package dev.holon.vm.lua.library;

/** {@code os.exit}: ends the program; an {@code Error}, so that no {@code pcall} sees it. */
public final class ExitRequest extends Error {
  private static final long serialVersionUID = 1L;

  private final int status;

  ExitRequest(int status) {
    super("exit", null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
