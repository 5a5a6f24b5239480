package dev.holon.vm.luaj;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Tag;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.ProcessEnvironment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** What a module's {@code handle} receives, as Lua tables. Absent fields are nil. */
final class MessageTables {
  private static final LuaString NAME = LuaString.valueOf("name");
  private static final LuaString VALUE = LuaString.valueOf("value");
  private static final LuaString ID = LuaString.valueOf("Id");
  private static final LuaString OWNER = LuaString.valueOf("Owner");
  private static final LuaString TAGS = LuaString.valueOf("Tags");

  private MessageTables() {}

  /** The first argument: the fields of ao.TN.1, compute unit, in its spelling. */
  static LuaTable of(EvalMessage message) {
    LuaTable table = new LuaTable(0, 16);
    put(table, "Id", message.id());
    put(table, "Signature", message.signature());
    Bytes data = message.data();
    if (data != null) {
      table.rawset("Data", LuaString.valueUsing(data.toArray()));
    }
    table.rawset(OWNER, LuaString.valueOf(message.owner()));
    table.rawset("Target", LuaString.valueOf(message.target()));
    put(table, "Anchor", message.anchor());
    table.rawset("From", LuaString.valueOf(message.from()));
    put(table, "Forwarded-By", message.forwardedBy());
    table.rawset(TAGS, of(message.tags()));
    Long nonce = message.nonce();
    if (nonce != null) {
      table.rawset("Epoch", LuaValue.ZERO);
      table.rawset("Nonce", LuaValue.valueOf((double) nonce));
    }
    table.rawset("Timestamp", LuaValue.valueOf((double) message.timestampMillis()));
    table.rawset("Block-Height", LuaValue.valueOf((double) message.blockHeight()));
    if (message.hashChain() != null) {
      put(table, "Hash-Chain", message.hashChain().toString());
    }
    table.rawset("Cron", LuaValue.valueOf(message.isCron()));
    table.rawset("Read-Only", LuaValue.valueOf(message.isReadOnly()));
    return table;
  }

  /** The second argument: {@code {Process={Id,Owner,Tags}, Module={Id,Owner,Tags}}}. */
  static LuaTable of(ProcessEnvironment process, ModuleCode module) {
    LuaTable table = new LuaTable();
    table.rawset("Process", party(process.id().toString(), process.owner().text(), process.tags()));
    table.rawset("Module", party(module.id().toString(), module.owner().text(), module.tags()));
    return table;
  }

  private static LuaTable party(String id, String owner, List<Tag> tags) {
    LuaTable table = new LuaTable();
    table.rawset(ID, LuaString.valueOf(id));
    table.rawset(OWNER, LuaString.valueOf(owner));
    table.rawset(TAGS, of(tags));
    return table;
  }

  private static LuaTable of(List<Tag> tags) {
    LuaTable list = new LuaTable(tags.size(), 0);
    for (int i = 0; i < tags.size(); i++) {
      LuaTable tag = new LuaTable(0, 2);
      tag.rawset(NAME, LuaString.valueOf(tags.get(i).name()));
      tag.rawset(VALUE, LuaString.valueOf(tags.get(i).value()));
      list.rawset(i + 1, tag);
    }
    return list;
  }

  private static void put(LuaTable table, String name, @Nullable String value) {
    if (value != null) {
      table.rawset(name, LuaString.valueOf(value));
    }
  }
}
