package dev.holon.vm.luaj;

/**
 * Ends an evaluation from inside. An {@link Error}, so that no {@code pcall} can hold it; carries
 * no stack trace.
 */
abstract sealed class Trap extends Error {
  private static final long serialVersionUID = 1L;

  private Trap(String message) {
    super(message, null, false, false);
  }

  /** The evaluation used up its gas. */
  static final class OutOfGas extends Trap {
    private static final long serialVersionUID = 1L;

    OutOfGas() {
      super("out of gas");
    }
  }

  /** The evaluation asked for more bytes than {@link #bytesMax} of what {@link #limit} names. */
  static final class OutOfMemory extends Trap {
    private static final long serialVersionUID = 1L;

    private final String limit;
    private final long bytesMax;

    OutOfMemory(String limit, long bytesMax) {
      super("out of memory: " + limit);
      this.limit = limit;
      this.bytesMax = bytesMax;
    }

    String limit() {
      return limit;
    }

    long bytesMax() {
      return bytesMax;
    }
  }
}
