package dev.holon.core.messenger;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Wallet;
import dev.holon.protocol.crypto.Sha2;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds and signs what a process sends, with the messenger's wallet and in the tag order of
 * ao.TN.1 §3.4. The same entry gives the same bytes each time, so pushing again after a crash is
 * recognised by the receiver.
 */
public final class OutboundItems {
  private static final Set<String> REBUILT_IN_MESSAGES =
      Set.of("Data-Protocol", "Type", "From-Process", "From-Module", "Assignments");
  private static final Set<String> REBUILT_IN_SPAWNS = Set.of("Data-Protocol", "Type");
  private static final byte[] NO_DATA = {' '};

  private final Wallet messenger;

  /**
   * @param messenger signs the same bytes with the same signature each time
   */
  public OutboundItems(Wallet messenger) {
    this.messenger = messenger;
  }

  /**
   * The process that sends.
   *
   * @param module its module's id
   * @param scheduler its scheduler's address
   */
  public record Sender(ProcessId process, String module, String scheduler) {}

  /**
   * The item of a message.
   *
   * @param origin the entry it is pushed for
   * @throws IllegalArgumentException when no data item can say this: a target that is no id, an
   *     anchor that is not 32 bytes, tags over the limits
   */
  public VerifiedItem message(Sender sender, Result.OutboundMessage message, OutboxEntry origin) {
    List<Tag> tags = without(message.tags(), REBUILT_IN_MESSAGES);
    tags.add(new Tag("Data-Protocol", "ao"));
    tags.add(new Tag("Type", "Message"));
    tags.add(new Tag("From-Process", sender.process().toString()));
    tags.add(new Tag("From-Module", sender.module()));
    origin.root().ifPresent(root -> tags.add(new Tag("Pushed-For", root.toString())));
    return sign(
        UnsignedItem.of(Id.parse(message.target()), tags, contentOf(message.data()))
            .withAnchor(anchorOf(message.anchor(), origin.key())));
  }

  /**
   * The spawn item of a new process; its scheduler is the parent's unless the tags name one. It has
   * an anchor, because two equal spawns would otherwise be one process.
   */
  public VerifiedItem spawn(Sender parent, Result.OutboundSpawn spawn, OutboxEntry origin) {
    List<Tag> tags = new ArrayList<>();
    for (Tag tag : without(spawn.tags(), REBUILT_IN_SPAWNS)) {
      tags.add(tag.name().equals("From-Module") ? new Tag("From-Module", parent.module()) : tag);
    }
    tags.add(new Tag("Variant", "ao.TN.1"));
    tags.add(new Tag("Data-Protocol", "ao"));
    tags.add(new Tag("Type", "Process"));
    tags.add(new Tag("From-Process", parent.process().toString()));
    origin.root().ifPresent(root -> tags.add(new Tag("Pushed-For", root.toString())));
    if (Tag.first(tags, "Scheduler").isEmpty()) {
      tags.add(new Tag("Scheduler", parent.scheduler()));
    }
    return sign(
        UnsignedItem.of(null, tags, contentOf(spawn.data())).withAnchor(ownAnchor(origin.key())));
  }

  /** Tells the parent the id of the process it spawned. */
  public VerifiedItem spawnedNotice(Sender parent, Result.OutboundSpawn spawn, ProcessId child) {
    List<Tag> tags = new ArrayList<>();
    for (Tag tag : spawn.tags()) {
      boolean isProtocol = tag.name().equals("Data-Protocol") && tag.value().equals("ao");
      if (!isProtocol && !tag.name().equals("Variant") && !tag.name().equals("Type")) {
        tags.add(tag);
      }
    }
    tags.add(new Tag("Data-Protocol", "ao"));
    tags.add(new Tag("Type", "Message"));
    tags.add(new Tag("Process", child.toString()));
    tags.add(new Tag("Action", "Spawned"));
    tags.add(new Tag("Variant", "ao.TN.1"));
    return sign(UnsignedItem.of(parent.process().id(), tags, NO_DATA));
  }

  private VerifiedItem sign(UnsignedItem item) {
    return VerifiedItem.sign(item, messenger);
  }

  // An item without data carries one space, as the network's own messenger writes it.
  private static byte[] contentOf(@Nullable Bytes data) {
    return data == null || data.size() == 0 ? NO_DATA : data.toArray();
  }

  private static byte[] anchorOf(String anchor, OutboxKey key) {
    if (anchor.isEmpty()) {
      return ownAnchor(key);
    }
    byte[] bytes = anchor.getBytes(StandardCharsets.UTF_8);
    if (bytes.length != Id.SIZE_BYTES) {
      throw new IllegalArgumentException(
          "Anchor is " + bytes.length + " bytes: expected " + Id.SIZE_BYTES);
    }
    return bytes;
  }

  // Different for each entry, and the same each time the entry is pushed.
  private static byte[] ownAnchor(OutboxKey key) {
    ByteBuffer place = ByteBuffer.allocate(Id.SIZE_BYTES + Long.BYTES + Integer.BYTES);
    place.put(key.process().id().toBytes()).putLong(key.slot()).putInt(key.index());
    return Sha2.sha256(place.array());
  }

  private static List<Tag> without(List<Tag> tags, Set<String> names) {
    List<Tag> kept = new ArrayList<>();
    for (Tag tag : tags) {
      if (!names.contains(tag.name())) {
        kept.add(tag);
      }
    }
    return kept;
  }
}
