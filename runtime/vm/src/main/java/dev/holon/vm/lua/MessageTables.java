package dev.holon.vm.lua;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Tag;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.ProcessEnvironment;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaValue;

/** What a module's {@code handle} receives, as Lua tables. Absent fields are nil. */
final class MessageTables {
  private static final ByteString ID = ByteString.of("Id");
  private static final ByteString OWNER = ByteString.of("Owner");
  private static final ByteString TAGS = ByteString.of("Tags");
  private static final ByteString NAME = ByteString.of("name");
  private static final ByteString VALUE = ByteString.of("value");
  private static final int FIELD_COUNT = 16;

  private final Heap heap;

  MessageTables(Heap heap) {
    this.heap = heap;
  }

  /** The first argument: the fields of ao.TN.1, compute unit, in its spelling and order. */
  Table of(EvalMessage message) {
    Table table = new Table(heap, 0, FIELD_COUNT);
    put(table, "Id", message.id());
    put(table, "Signature", message.signature());
    Bytes data = message.data();
    if (data != null) {
      heap.allocateString(data.size());
      table.store(heap, ByteString.of("Data"), ByteString.wrap(data.toArray()));
    }
    put(table, "Owner", message.owner());
    put(table, "Target", message.target());
    put(table, "Anchor", message.anchor());
    put(table, "From", message.from());
    put(table, "Forwarded-By", message.forwardedBy());
    table.store(heap, TAGS, of(message.tags()));
    Long nonce = message.nonce();
    if (nonce != null) {
      table.store(heap, ByteString.of("Epoch"), IntegerNumber.of(0));
      table.store(heap, ByteString.of("Nonce"), IntegerNumber.of(nonce));
    }
    table.store(heap, ByteString.of("Timestamp"), IntegerNumber.of(message.timestampMillis()));
    table.store(heap, ByteString.of("Block-Height"), IntegerNumber.of(message.blockHeight()));
    if (message.hashChain() != null) {
      put(table, "Hash-Chain", message.hashChain().toString());
    }
    table.store(heap, ByteString.of("Cron"), LuaBoolean.valueOf(message.isCron()));
    table.store(heap, ByteString.of("Read-Only"), LuaBoolean.valueOf(message.isReadOnly()));
    return table;
  }

  /** The second argument: {@code {Process={Id,Owner,Tags}, Module={Id,Owner,Tags}}}. */
  Table of(ProcessEnvironment process, ModuleCode module) {
    Table table = new Table(heap, 0, 2);
    Table own = party(process.id().toString(), process.owner().text(), process.tags());
    table.store(heap, ByteString.of("Process"), own);
    Table code = party(module.id().toString(), module.owner().text(), module.tags());
    table.store(heap, ByteString.of("Module"), code);
    return table;
  }

  private Table party(String id, String owner, List<Tag> tags) {
    Table table = new Table(heap, 0, 3);
    table.store(heap, ID, text(id));
    table.store(heap, OWNER, text(owner));
    table.store(heap, TAGS, of(tags));
    return table;
  }

  private Table of(List<Tag> tags) {
    Table list = new Table(heap, tags.size(), 0);
    for (int i = 0; i < tags.size(); i++) {
      Table tag = new Table(heap, 0, 2);
      tag.store(heap, NAME, text(tags.get(i).name()));
      tag.store(heap, VALUE, text(tags.get(i).value()));
      list.store(heap, i + 1L, tag);
    }
    return list;
  }

  private void put(Table table, String name, @Nullable String value) {
    if (value != null) {
      table.store(heap, ByteString.of(name), text(value));
    }
  }

  private LuaValue text(String value) {
    ByteString text = ByteString.of(value);
    heap.allocateString(text.length());
    return text;
  }
}
