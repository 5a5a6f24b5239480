package dev.holon.arweave.client;

/** What one source's answer is worth. */
sealed interface Verdict<T> {
  /** What was asked for. */
  record Good<T>(T value) implements Verdict<T> {}

  /** The source says that there is no such thing. */
  record Absent<T>(String cause) implements Verdict<T> {}

  /** Surely what was asked for, and nothing to be taken: no other source can do better. */
  record Unusable<T>(String cause) implements Verdict<T> {}

  /** Something else than what was asked for. */
  record Wrong<T>(String cause) implements Verdict<T> {}

  /** No answer: the source is away, busy, or does not serve this. */
  record Failed<T>(String cause) implements Verdict<T> {}
}
