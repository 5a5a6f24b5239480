package dev.holon.core.scheduler;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.PushHash;
import dev.holon.protocol.Tag;
import dev.holon.protocol.crypto.Sha2;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises what a process pushed when a second messenger delivers it again, under another
 * signature and so another id (ao.TN.1 §2.5, §4.7). An item whose key the process has already is
 * given the slot it has, not a second one.
 *
 * <p>The key covers {@link PushHash} and {@code Pushed-For}, and whether the signer is one of the
 * process's authorities. The network's own key leaves the signer out altogether; then anybody who
 * guesses what a process is about to send could post it first under a key nobody trusts, and the
 * genuine one would be dropped as its repeat. So an item of an untrusted signer repeats only those
 * of the same signer. Immutable and thread-safe.
 */
public final class ContentKey {
  private static final byte[] TRUSTED = {1};

  private final Set<String> authorities;

  private ContentKey(Set<String> authorities) {
    this.authorities = authorities;
  }

  /** The keys of a process's log; its spawn item names the authorities (ao.TN.1 §1.2). */
  public static ContentKey of(DataItem spawn) {
    Set<String> authorities = new HashSet<>();
    for (Tag tag : spawn.tags()) {
      if (tag.name().equals("Authority")) {
        for (String address : tag.value().split(",", -1)) {
          authorities.add(address.strip());
        }
      }
    }
    return new ContentKey(authorities);
  }

  /** The key of an item that a process pushed; empty for all others. */
  public Optional<Id> keyOf(DataItem item) {
    List<Tag> tags = item.tags();
    if (Tag.first(tags, "From-Process").isEmpty()) {
      return Optional.empty();
    }
    boolean isTrusted =
        authorities.contains(item.signerAddress().text())
            || authorities.contains(item.ownerAddress().text());
    byte[] pushedFor = Tag.first(tags, "Pushed-For").orElse("").getBytes(StandardCharsets.UTF_8);
    return Optional.of(
        Id.of(
            Sha2.sha256(
                concat(
                    PushHash.of(item).hash().toArray(),
                    isTrusted ? TRUSTED : item.owner(),
                    pushedFor))));
  }

  private static byte[] concat(byte[] hash, byte[] signer, byte[] pushedFor) {
    byte[] all = new byte[hash.length + Integer.BYTES + signer.length + pushedFor.length];
    ByteBuffer.wrap(all).put(hash).putInt(signer.length).put(signer).put(pushedFor);
    return all;
  }
}
