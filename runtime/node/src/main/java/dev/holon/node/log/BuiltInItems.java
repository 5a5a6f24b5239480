package dev.holon.node.log;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Wallet;
import dev.holon.protocol.crypto.Sha2;
import dev.holon.vm.module.BuiltInModule;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The modules that every node has by itself, as items: the same id everywhere. */
public final class BuiltInItems {
  private BuiltInItems() {}

  /**
   * The built-in Lua module. It is signed with a key that everybody can derive; its id still
   * vouches for the code.
   */
  public static DataItem lua() {
    BuiltInModule module = BuiltInModule.forFormat(BuiltInModule.FORMAT);
    return UnsignedItem.of(null, module.tags(), module.code().toArray()).sign(wellKnownKey());
  }

  /** The one with this id. */
  public static Optional<DataItem> find(Id id) {
    return Optional.of(lua()).filter(item -> item.id().equals(id));
  }

  private static Wallet wellKnownKey() {
    byte[] seed =
        "Holon built-in module: a well-known key, no secret".getBytes(StandardCharsets.UTF_8);
    return Secp256k1Wallet.of(Sha2.sha256(seed));
  }
}
