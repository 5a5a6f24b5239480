package dev.holon.vm;

/**
 * The module is not one that the engine can start: its bytes, its code or its demands are at fault.
 */
public final class VmBootException extends Exception {
  private static final long serialVersionUID = 1L;

  public VmBootException(String message) {
    super(message);
  }

  public VmBootException(String message, Throwable cause) {
    super(message, cause);
  }
}
