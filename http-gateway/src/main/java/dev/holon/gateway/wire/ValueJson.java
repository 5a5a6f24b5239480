package dev.holon.gateway.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holon.protocol.Value;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * A process's value as JSON. Text that is not UTF-8 reads as U+FFFD; numbers that JSON cannot say
 * are null, as {@code JSON.stringify} has it. Works without recursion, because processes choose the
 * depth.
 */
final class ValueJson {
  /** Beyond this a double no longer tells neighbouring integers apart. */
  private static final double EXACT_INTEGER_MAX = 9_007_199_254_740_992.0;

  private ValueJson() {}

  static void write(JsonGenerator json, Value value) throws IOException {
    Deque<Iterator<?>> open = new ArrayDeque<>();
    begin(json, value, open);
    while (!open.isEmpty()) {
      Iterator<?> members = open.peek();
      if (!members.hasNext()) {
        open.pop();
        end(json);
        continue;
      }
      switch (members.next()) {
        case Value.Entry entry -> {
          json.writeFieldName(entry.key());
          begin(json, entry.value(), open);
        }
        case Value item -> begin(json, item, open);
        case Object other -> throw new IllegalStateException("no member of a value: " + other);
      }
    }
  }

  private static void begin(JsonGenerator json, Value value, Deque<Iterator<?>> open)
      throws IOException {
    switch (value) {
      case Value.Null none -> json.writeNull();
      case Value.Bool bool -> json.writeBoolean(bool.value());
      case Value.Int number -> json.writeNumber(number.value());
      case Value.Float number -> writeFloat(json, number.value());
      case Value.Text text -> json.writeString(text.value().toUtf8());
      case Value.ListOf list -> {
        json.writeStartArray();
        open.push(list.items().iterator());
      }
      case Value.MapOf map -> {
        json.writeStartObject();
        open.push(map.entries().iterator());
      }
    }
  }

  private static void end(JsonGenerator json) throws IOException {
    if (json.getOutputContext().inArray()) {
      json.writeEndArray();
    } else {
      json.writeEndObject();
    }
  }

  private static void writeFloat(JsonGenerator json, double number) throws IOException {
    if (!Double.isFinite(number)) {
      json.writeNull();
    } else if (number == Math.rint(number) && Math.abs(number) <= EXACT_INTEGER_MAX) {
      json.writeNumber((long) number);
    } else {
      json.writeNumber(number);
    }
  }
}
