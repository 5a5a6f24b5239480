package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.core.baselayer.BaseTransaction;
import dev.holon.core.baselayer.TransactionStore;
import dev.holon.protocol.Address;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store of the base layer's transactions must do. */
@Timeout(60)
abstract class TransactionStoreContract {
  abstract TransactionStore store();

  @Test
  void transactionReadsBackAsPut() {
    BaseTransaction full =
        transaction(SampleLog.randomId(), "anchor", Bytes.of(new byte[300_000]), "Name", "ü\uFFFD");
    BaseTransaction bare = transaction(null, "", Bytes.EMPTY, "", "");

    store().put(full);
    store().put(bare);

    assertEquals(Optional.of(full), store().find(full.id()));
    assertEquals(Optional.of(bare), store().find(bare.id()));
    assertEquals(Optional.empty(), store().find(SampleLog.randomId()));
  }

  @Test
  void puttingAgainIsHarmless() {
    BaseTransaction transaction = transaction(null, "a", Bytes.ofUtf8("data"), "n", "v");

    store().put(transaction);
    store().put(transaction);

    assertEquals(Optional.of(transaction), store().find(transaction.id()));
  }

  private static BaseTransaction transaction(
      @Nullable Id target, String anchor, Bytes data, String name, String value) {
    return new BaseTransaction(
        SampleLog.randomId(),
        Bytes.of(new byte[512]),
        new Address(SampleLog.randomId().toString()),
        target,
        anchor,
        List.of(new Tag(name, value), new Tag(name, value)),
        data);
  }
}
