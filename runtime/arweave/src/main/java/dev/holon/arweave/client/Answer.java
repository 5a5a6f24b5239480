package dev.holon.arweave.client;

import java.util.Optional;
import java.util.function.Function;

/** What came of a question to the network. */
public sealed interface Answer<T> {
  /** It is there; checked as far as it can be. */
  record Found<T>(T value) implements Answer<T> {}

  /** More sources say that there is no such thing than do not answer. */
  record Missing<T>(String cause) implements Answer<T> {}

  /** It is there, but it is nothing this client takes: the same question gets the same answer. */
  record Refused<T>(String cause) implements Answer<T> {}

  /** Nobody knows: no source gave an answer that can be used. Asking again later may help. */
  record Unreachable<T>(String cause) implements Answer<T> {}

  /** The same answer about something that follows from it. */
  default <U> Answer<U> map(Function<? super T, ? extends U> change) {
    return switch (this) {
      case Found<T> found -> new Found<>(change.apply(found.value()));
      case Missing<T> missing -> new Missing<>(missing.cause());
      case Refused<T> refused -> new Refused<>(refused.cause());
      case Unreachable<T> away -> new Unreachable<>(away.cause());
    };
  }

  /** The value, or nothing for any other answer. */
  default Optional<T> found() {
    return this instanceof Found<T> found ? Optional.of(found.value()) : Optional.empty();
  }
}
