package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.core.record.RecordStore;
import dev.holon.core.record.RecordStore.StoredRecord;
import dev.holon.protocol.DataItem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store of records must do. */
@Timeout(60)
abstract class RecordStoreContract {
  abstract RecordStore store();

  @Test
  void recordReadsBackAsPut() {
    DataItem item = SampleLog.item(new byte[100_000]);

    store().put(item, 5, 6);

    assertEquals(Optional.of(new StoredRecord(item, 5, 6)), store().find(item.id()));
    assertEquals(Optional.empty(), store().find(SampleLog.randomId()));
  }

  @Test
  void puttingAgainKeepsTheFirst() {
    DataItem item = SampleLog.item(new byte[1]);

    store().put(item, 5, 6);
    store().put(item, 7, 8);

    assertEquals(Optional.of(new StoredRecord(item, 5, 6)), store().find(item.id()));
  }

  @Test
  void allComeNewestBlockFirst() {
    StoredRecord old = new StoredRecord(SampleLog.item(new byte[1]), 5, 6);
    StoredRecord young = new StoredRecord(SampleLog.item(new byte[1]), 9, 6);
    StoredRecord middle = new StoredRecord(SampleLog.item(new byte[1]), 7, 6);
    List<StoredRecord> put = List.of(old, young, middle);
    put.forEach(each -> store().put(each.item(), each.blockHeight(), each.timestampMillis()));

    List<StoredRecord> found = store().all().stream().filter(put::contains).toList();

    assertEquals(List.of(young, middle, old), found);
  }
}
