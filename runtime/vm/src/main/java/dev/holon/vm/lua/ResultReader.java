package dev.holon.vm.lua;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Result;
import dev.holon.protocol.Result.OutboundAssignment;
import dev.holon.protocol.Result.OutboundMessage;
import dev.holon.protocol.Result.OutboundSpawn;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Value;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** Reads the table a module's {@code handle} returns. What lacks a required field is left out. */
final class ResultReader {

  private final ValueReader values;

  ResultReader(long outputBytesMax) {
    values = new ValueReader(outputBytesMax);
  }

  /** The result's error; null when it has none. */
  @Nullable Value error(Table response) {
    LuaValue error = field(response, "Error");
    return error == LuaValue.NIL ? null : values.read(error);
  }

  Result result(Table response, long gasUsed) {
    LuaValue output = field(response, "Output");
    return new Result(
        list(field(response, "Messages"), this::message),
        list(field(response, "Spawns"), this::spawn),
        list(field(response, "Assignments"), this::assignment),
        output == LuaValue.NIL ? Result.NO_OUTPUT : values.read(output),
        gasUsed,
        null);
  }

  private static LuaValue field(Table table, String name) {
    return table.fetch(ByteString.of(name));
  }

  private @Nullable OutboundMessage message(Table table) {
    LuaValue target = field(table, "Target");
    if (!isText(target)) {
      return null;
    }
    return new OutboundMessage(
        values.textOf(target),
        anchor(table),
        tags(field(table, "Tags")),
        data(field(table, "Data")));
  }

  private OutboundSpawn spawn(Table table) {
    return new OutboundSpawn(anchor(table), tags(field(table, "Tags")), data(field(table, "Data")));
  }

  private @Nullable OutboundAssignment assignment(Table table) {
    LuaValue message = field(table, "Message");
    List<String> processes = texts(field(table, "Processes"));
    if (!isText(message) || processes.isEmpty()) {
      return null;
    }
    return new OutboundAssignment(
        processes,
        values.textOf(message),
        isTruthy(field(table, "BaseLayer")),
        texts(field(table, "Exclude")));
  }

  private String anchor(Table table) {
    LuaValue anchor = field(table, "Anchor");
    return isText(anchor) ? values.textOf(anchor) : "";
  }

  private List<Tag> tags(LuaValue list) {
    return list(list, this::tag);
  }

  private @Nullable Tag tag(Table table) {
    LuaValue name = field(table, "name");
    LuaValue value = field(table, "value");
    return isText(name) && value != LuaValue.NIL
        ? new Tag(values.textOf(name), values.textOf(value))
        : null;
  }

  private @Nullable Bytes data(LuaValue data) {
    return data == LuaValue.NIL ? null : values.bytesOf(data);
  }

  private List<String> texts(LuaValue list) {
    List<String> texts = new ArrayList<>();
    if (list instanceof Table table) {
      for (long i = 1; isText(table.fetch(i)); i++) {
        values.element();
        texts.add(values.textOf(table.fetch(i)));
      }
    }
    return texts;
  }

  private <T> List<T> list(LuaValue list, Function<Table, @Nullable T> reader) {
    List<T> items = new ArrayList<>();
    if (list instanceof Table table) {
      for (long i = 1; table.fetch(i) != LuaValue.NIL; i++) {
        values.element();
        T item = table.fetch(i) instanceof Table entry ? reader.apply(entry) : null;
        if (item != null) {
          items.add(item);
        }
      }
    }
    return items;
  }

  private static boolean isText(LuaValue value) {
    return value instanceof ByteString || value instanceof LuaNumber;
  }

  static boolean isTruthy(LuaValue value) {
    return value != LuaValue.NIL && value != LuaValue.FALSE;
  }
}
