package dev.holon.gateway;

import dev.holon.core.Refusal;

/** A refusal on its way out of a call of the stores. Not a fault of the node, so no stack trace. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.message(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
