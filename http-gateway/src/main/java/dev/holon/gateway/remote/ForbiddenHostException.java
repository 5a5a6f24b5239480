package dev.holon.gateway.remote;

/** A stranger named a host that the node does not speak to. */
final class ForbiddenHostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForbiddenHostException(String message) {
    super(message, null, false, false);
  }
}
