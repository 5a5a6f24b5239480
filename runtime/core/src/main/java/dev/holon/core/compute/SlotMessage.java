package dev.holon.core.compute;

import dev.holon.core.baselayer.BaseTransaction;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What a slot evaluates: a data item, or a transaction of the base layer. */
public sealed interface SlotMessage {
  Id id();

  Bytes signature();

  /** The signer as processes see it. */
  String owner();

  Optional<Id> target();

  /** As text; empty for none. */
  Optional<String> anchor();

  List<Tag> tags();

  Bytes data();

  /** What it takes to keep it. */
  long sizeBytes();

  /** A message as the network's clients sign it. */
  record OfItem(DataItem item) implements SlotMessage {
    @Override
    public Id id() {
      return item.id();
    }

    @Override
    public Bytes signature() {
      return Bytes.of(item.signature());
    }

    @Override
    public String owner() {
      return item.signerAddress().text();
    }

    @Override
    public Optional<Id> target() {
      return item.target();
    }

    @Override
    public Optional<String> anchor() {
      return item.anchor().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public List<Tag> tags() {
      return item.tags();
    }

    @Override
    public Bytes data() {
      return Bytes.of(item.data());
    }

    @Override
    public long sizeBytes() {
      return item.sizeBytes();
    }
  }

  /** A transaction that the entry assigns. */
  record OfTransaction(BaseTransaction transaction) implements SlotMessage {
    private static final long FIELDS_BYTES_MAX = 8 << 10;

    @Override
    public Id id() {
      return transaction.id();
    }

    @Override
    public Bytes signature() {
      return transaction.signature();
    }

    @Override
    public String owner() {
      return transaction.owner().text();
    }

    @Override
    public Optional<Id> target() {
      return transaction.targetId();
    }

    @Override
    public Optional<String> anchor() {
      return transaction.anchor().isEmpty() ? Optional.empty() : Optional.of(transaction.anchor());
    }

    @Override
    public List<Tag> tags() {
      return transaction.tags();
    }

    @Override
    public Bytes data() {
      return transaction.data();
    }

    @Override
    public long sizeBytes() {
      return transaction.data().size() + FIELDS_BYTES_MAX;
    }
  }
}
