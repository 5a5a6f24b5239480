package dev.holon.vm.lua.value;

/**
 * Ends an evaluation whatever the code does: an {@code Error}, so that no {@code pcall} sees it.
 * Without stack trace.
 */
public abstract sealed class Trap extends Error {
  private static final long serialVersionUID = 1L;

  private Trap(String message) {
    super(message, null, false, false);
  }

  /** More gas was asked for than was left. */
  public static final class OutOfGas extends Trap {
    private static final long serialVersionUID = 1L;

    public OutOfGas() {
      super("out of gas");
    }
  }

  /** Who runs the program asked for its end. */
  public static final class Interrupted extends Trap {
    private static final long serialVersionUID = 1L;

    public Interrupted() {
      super("interrupted!");
    }
  }

  /** The process would hold more bytes than its limit. */
  public static final class OutOfMemory extends Trap {
    private static final long serialVersionUID = 1L;
    private final String limit;
    private final long bytesMax;

    public OutOfMemory(String limit, long bytesMax) {
      super("out of memory: " + limit + " exceeds its limit of " + bytesMax + " bytes");
      this.limit = limit;
      this.bytesMax = bytesMax;
    }

    /** Which limit: {@code memory} or {@code output}. */
    public String limit() {
      return limit;
    }

    public long bytesMax() {
      return bytesMax;
    }
  }
}
