package dev.holon.core.messenger;

import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.Tag;
import dev.holon.protocol.crypto.Sha2;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What made a process send: the evaluated message, as far as its outbox needs to know.
 *
 * @param pushedFor id of the message that started the whole chain, as the network shows it (ao.TN.1
 *     §3.4); null when a cron did
 * @param chain where the entries stand in the chain that this cluster counts
 * @param bootTarget the target of the process's own spawn item; null at all slots but the first
 */
public record Cause(@Nullable Id pushedFor, ChainPosition chain, @Nullable Id bootTarget) {

  /** The cause of what a slot's result sends. */
  public static Cause of(LogEntry entry) {
    Optional<DataItem> message = entry.message();
    Id pushedFor = message.map(item -> pushedFor(entry, item)).orElseGet(() -> assigned(entry));
    ChainPosition before = entry.chain();
    ChainPosition chain =
        before == null
            ? ChainPosition.start(message.map(item -> root(item, pushedFor)).orElse(pushedFor))
            : before.next();
    Id bootTarget = entry.slot() == 0 ? message.flatMap(DataItem::target).orElse(null) : null;
    return new Cause(pushedFor, chain, bootTarget);
  }

  /**
   * The cause of what a cron tick sends: nobody's message, and a chain of its own.
   *
   * @param first the key of its first entry, which no other tick has
   */
  static Cause ofTick(OutboxKey first) {
    ByteBuffer place = ByteBuffer.allocate(Id.SIZE_BYTES + Long.BYTES + Integer.BYTES);
    place.put(first.process().id().toBytes()).putLong(first.slot()).putInt(first.index());
    return new Cause(null, ChainPosition.start(Id.of(Sha2.sha256(place.array()))), null);
  }

  // A user can write any tag. Of what this cluster pushed the messenger's own tag counts, which
  // is the last; of what another messenger pushed, its claim; all else starts a chain.
  private static Id pushedFor(LogEntry entry, DataItem message) {
    List<Tag> tags = entry.chain() == null ? message.tags() : message.tags().reversed();
    return isFromProcess(message) ? claim(tags).orElse(message.id()) : message.id();
  }

  // ao.TN.1 §3.4: what an assignment sets off counts as its own.
  private static Id assigned(LogEntry entry) {
    ChainPosition chain = entry.chain();
    return chain == null ? entry.assignmentId() : chain.root();
  }

  private static Optional<Id> claim(List<Tag> tags) {
    return Tag.first(tags, "Pushed-For").filter(Id::isId).map(Id::parse);
  }

  private static boolean isFromProcess(DataItem message) {
    return message.tag("From-Process").isPresent();
  }

  /**
   * The chain of a message from outside. A claim to belong to a chain is believed for this signer
   * only: his messages all count as one chain, so that two clusters cannot play ball for ever, and
   * they use up no one else's limit.
   */
  private static Id root(DataItem message, Id pushedFor) {
    if (pushedFor.equals(message.id())) {
      return pushedFor;
    }
    byte[] signer = message.signerAddress().text().getBytes(StandardCharsets.UTF_8);
    return Id.of(
        Sha2.sha256(
            ByteBuffer.allocate(Id.SIZE_BYTES + signer.length)
                .put(pushedFor.toBytes())
                .put(signer)
                .array()));
  }
}
