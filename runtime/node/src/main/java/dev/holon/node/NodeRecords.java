package dev.holon.node;

import dev.holon.core.record.RecordStore;
import dev.holon.gateway.NodeStatus;
import dev.holon.node.log.BuiltInItems;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Wallet;
import dev.holon.vm.VmEngine;
import dev.holon.vm.module.BuiltInModule;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The records a node keeps about itself, so that clients find them in its gateway: its modules and
 * its location.
 */
final class NodeRecords {
  private static final String LUA = "lua";
  private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

  private final RecordStore store;
  private final InstantSource clock;
  private final LongSupplier blockHeight;

  NodeRecords(RecordStore store, InstantSource clock, LongSupplier blockHeight) {
    this.store = store;
    this.clock = clock;
    this.blockHeight = blockHeight;
  }

  /** Keeps the built-in Lua module if an engine runs it. */
  List<NodeStatus.BuiltInModule> putBuiltInModules(List<VmEngine> engines) {
    return engines.stream()
        .filter(engine -> engine.moduleFormats().contains(BuiltInModule.FORMAT))
        .map(engine -> new NodeStatus.BuiltInModule(LUA, put(BuiltInItems.lua())))
        .toList();
  }

  /** Says where the scheduler with this wallet is reached. */
  Id putSchedulerLocation(Wallet scheduler, String url) {
    List<Tag> tags =
        List.of(
            new Tag("Data-Protocol", "ao"),
            new Tag("Variant", "ao.TN.1"),
            new Tag("Type", "Scheduler-Location"),
            new Tag("Url", url),
            new Tag("Time-To-Live", Long.toString(TIME_TO_LIVE.toMillis())));
    // A record of its own at each start, so that the newest one counts though an old place is taken
    // up again.
    byte[] anchor = ByteBuffer.allocate(Id.SIZE_BYTES).putLong(clock.millis()).array();
    return put(UnsignedItem.of(null, tags, new byte[] {' '}).withAnchor(anchor).sign(scheduler));
  }

  private Id put(DataItem item) {
    store.put(item, blockHeight.getAsLong(), clock.millis());
    return item.id();
  }
}
