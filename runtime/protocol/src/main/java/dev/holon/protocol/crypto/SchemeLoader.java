package dev.holon.protocol.crypto;

/** Chooses between the native and the portable implementation of one key scheme. */
final class SchemeLoader<T extends KeyScheme> {
  private final T scheme;
  private final SchemeChoice choice;

  /** Takes the portable implementation without trying another. */
  SchemeLoader(String name, T portable) {
    this.scheme = portable;
    this.choice = new SchemeChoice(name, portable.provider(), null);
  }

  /** Takes the native implementation when it loads and agrees with the portable one. */
  SchemeLoader(String name, T portable, NativeLoader<T> loader, Agreement<T> agreement) {
    T chosen = portable;
    String reason = null;
    try {
      T candidate = loader.load();
      if (agreement.holds(portable, candidate)) {
        chosen = candidate;
      } else {
        reason = candidate.provider() + " gives other answers than " + portable.provider();
      }
    } catch (
        Throwable
            e) { // a native library fails in any way it likes: link errors, missing files, no such
      // class
      reason = e.toString();
    }
    this.scheme = chosen;
    this.choice = new SchemeChoice(name, chosen.provider(), reason);
  }

  T scheme() {
    return scheme;
  }

  SchemeChoice choice() {
    return choice;
  }

  /** Loads a native implementation. */
  interface NativeLoader<T> {
    T load();
  }

  /** Whether two implementations give the same answers to a few known questions. */
  interface Agreement<T> {
    boolean holds(T portable, T candidate) throws Exception;
  }
}
