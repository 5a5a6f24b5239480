package dev.holon.core.settlement;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.Bundle;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.crypto.Sha2;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a bundle: modules first, each alone, then for each entry its assignment and right
 * behind it the message; at slot 0 the message is the spawn. An entry that assigns an item which is
 * stored elsewhere (on chain, or in another entry) has its assignment only. Items are as they were
 * when they were verified: before they got their slot.
 */
final class BundleItems {
  private BundleItems() {}

  static Bytes bytes(List<DataItem> modules, List<LogEntry> entries) {
    List<DataItem> items = new ArrayList<>(modules);
    for (LogEntry entry : entries) {
      items.add(entry.assignment());
      entry.message().ifPresent(items::add);
    }
    return Bytes.of(new Bundle(items).toBytes());
  }

  static Id hash(Bytes bundle) {
    return Id.of(Sha2.sha256(bundle.toArray()));
  }
}
