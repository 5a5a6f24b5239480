package dev.holon.protocol;

import java.util.List;

/**
 * A value as a process hands it out: what JSON can say, with text kept as bytes because a process's
 * strings need not be UTF-8. Immutable; maps keep their order.
 */
public sealed interface Value {
  /** JSON null. */
  record Null() implements Value {}

  record Bool(boolean value) implements Value {}

  record Int(long value) implements Value {}

  /**
   * A number that is no integer. Always written {@code Value.Float}, so it is not taken for Java's
   * own.
   */
  @SuppressWarnings("AvoidCommonTypeNames")
  record Float(double value) implements Value {}

  record Text(Bytes value) implements Value {
    public static Text of(String text) {
      return new Text(Bytes.ofUtf8(text));
    }
  }

  record ListOf(List<Value> items) implements Value {
    public ListOf {
      items = List.copyOf(items);
    }
  }

  record MapOf(List<Entry> entries) implements Value {
    public MapOf {
      entries = List.copyOf(entries);
    }
  }

  /** One entry of a {@link MapOf}. */
  record Entry(String key, Value value) {}

  Value NULL = new Null();
}
