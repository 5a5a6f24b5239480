package dev.holon.vm;

/**
 * The node could not carry out an evaluation, for a reason that is none of the process's: the Java
 * machine ran out of memory or stack, a class did not load, the engine has a bug. Another node, or
 * this one later, may well give a result, so nothing is to be recorded for the message; it is to be
 * evaluated again.
 */
public final class VmFaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public VmFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
