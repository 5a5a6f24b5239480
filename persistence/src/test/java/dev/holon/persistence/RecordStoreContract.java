package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.core.record.RecordStore;
import dev.holon.core.record.RecordStore.StoredRecord;
import dev.holon.protocol.DataItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
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
  void allComeNewestBlockThenNewestTimeFirst() {
    List<StoredRecord> expected = new ArrayList<>();
    for (long blockHeight = 9; blockHeight > 6; blockHeight--) {
      for (long timestampMillis = 8; timestampMillis > 5; timestampMillis--) {
        for (DataItem item : twoItemsById()) {
          expected.add(new StoredRecord(item, blockHeight, timestampMillis));
        }
      }
    }
    List<StoredRecord> put = new ArrayList<>(expected);
    Collections.shuffle(put, new Random(1));
    put.forEach(each -> store().put(each.item(), each.blockHeight(), each.timestampMillis()));

    List<StoredRecord> found = store().all().stream().filter(expected::contains).toList();

    assertEquals(expected, found);
  }

  private static List<DataItem> twoItemsById() {
    return Stream.generate(() -> SampleLog.item(new byte[1]))
        .limit(2)
        .sorted(Comparator.comparing(DataItem::id))
        .toList();
  }
}
