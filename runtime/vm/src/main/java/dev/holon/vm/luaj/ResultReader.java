package dev.holon.vm.luaj;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Result;
import dev.holon.protocol.Result.OutboundAssignment;
import dev.holon.protocol.Result.OutboundMessage;
import dev.holon.protocol.Result.OutboundSpawn;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Reads the table a module's {@code handle} returns. What lacks a required field is left out. */
final class ResultReader {

  private final ValueReader values;

  ResultReader(long outputBytesMax) {
    values = new ValueReader(outputBytesMax);
  }

  /** The result's error; null when it has none. */
  @Nullable Value error(LuaTable response) {
    LuaValue error = response.get("Error");
    return error.isnil() ? null : values.read(error);
  }

  Result result(LuaTable response, long gasUsed) {
    LuaValue output = response.get("Output");
    return new Result(
        list(response.get("Messages"), this::message),
        list(response.get("Spawns"), this::spawn),
        list(response.get("Assignments"), this::assignment),
        output.isnil() ? Result.NO_OUTPUT : values.read(output),
        gasUsed,
        null);
  }

  private @Nullable OutboundMessage message(LuaTable table) {
    LuaValue target = table.get("Target");
    if (!target.isstring()) {
      return null;
    }
    return new OutboundMessage(
        values.textOf(target), anchor(table), tags(table.get("Tags")), data(table.get("Data")));
  }

  private OutboundSpawn spawn(LuaTable table) {
    return new OutboundSpawn(anchor(table), tags(table.get("Tags")), data(table.get("Data")));
  }

  private @Nullable OutboundAssignment assignment(LuaTable table) {
    LuaValue message = table.get("Message");
    List<String> processes = texts(table.get("Processes"));
    if (!message.isstring() || processes.isEmpty()) {
      return null;
    }
    return new OutboundAssignment(
        processes,
        values.textOf(message),
        table.get("BaseLayer").toboolean(),
        texts(table.get("Exclude")));
  }

  private String anchor(LuaTable table) {
    LuaValue anchor = table.get("Anchor");
    return anchor.isstring() ? values.textOf(anchor) : "";
  }

  private List<Tag> tags(LuaValue list) {
    return list(list, this::tag);
  }

  private @Nullable Tag tag(LuaTable table) {
    LuaValue name = table.get("name");
    LuaValue value = table.get("value");
    return name.isstring() && !value.isnil()
        ? new Tag(values.textOf(name), values.textOf(value))
        : null;
  }

  private @Nullable Bytes data(LuaValue data) {
    return data.isnil() ? null : values.bytesOf(data);
  }

  private List<String> texts(LuaValue list) {
    List<String> texts = new ArrayList<>();
    if (list instanceof LuaTable table) {
      for (int i = 1; table.get(i).isstring(); i++) {
        values.element();
        texts.add(values.textOf(table.get(i)));
      }
    }
    return texts;
  }

  private <T> List<T> list(LuaValue list, Function<LuaTable, @Nullable T> reader) {
    List<T> items = new ArrayList<>();
    if (list instanceof LuaTable table) {
      for (int i = 1; !table.get(i).isnil(); i++) {
        values.element();
        T item = table.get(i) instanceof LuaTable entry ? reader.apply(entry) : null;
        if (item != null) {
          items.add(item);
        }
      }
    }
    return items;
  }
}
