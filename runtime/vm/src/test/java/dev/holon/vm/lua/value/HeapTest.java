package dev.holon.vm.lua.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaValue;

class HeapTest {
  private static final ByteString KEY = ByteString.of("key");

  private final Heap heap = new Heap();

  HeapTest() {
    heap.setLimits(1L << 40, 1L << 40);
  }

  @Test
  void rollbackGivesBackSlotsLayoutAndMetatable() {
    Random random = new Random(1);
    for (int size : new int[] {0, 3, 40, 1000}) {
      for (int round = 0; round < 60; round++) {
        Table table = filled(random, size);
        List<LuaValue> before = contents(table);
        long border = table.border();
        heap.begin();
        for (int i = random.nextInt(3 * size + 5); i > 0; i--) {
          table.store(heap, key(random, 2 * size + 5), random.nextBoolean() ? KEY : LuaValue.NIL);
        }
        table.setMetatable(heap, new Table(heap, 0, 0));
        heap.rollback();

        assertEquals(before, contents(table));
        assertNull(table.metatable());
        assertEquals(border, table.border());
      }
    }
  }

  @Test
  void commitKeepsWhatWasWritten() {
    Table table = filled(new Random(2), 100);
    heap.begin();
    table.store(heap, KEY, LuaValue.TRUE);
    heap.commit();
    heap.begin();
    table.store(heap, KEY, LuaValue.FALSE);
    heap.rollback();

    assertEquals(LuaValue.TRUE, table.fetch(KEY));
  }

  @Test
  void loopOverOneSlotDoesNotGrowTheLog() {
    Table table = filled(new Random(3), 5000);
    heap.begin();
    table.store(heap, 1, KEY);
    for (int i = 0; i < 20_000; i++) {
      table.store(heap, 1, IntegerNumber.of(i));
    }
    long used = heap.bytesUsed();
    for (int i = 0; i < 1_000_000; i++) {
      table.store(heap, 1, IntegerNumber.of(i));
    }

    assertEquals(used, heap.bytesUsed());
    heap.rollback();
  }

  @Test
  void oneWriteToALargeTableCostsLittle() {
    Table table = filled(new Random(3), 100_000);
    heap.begin();
    long used = heap.bytesUsed();
    long gas = heap.gasLeft;
    table.store(heap, 1, KEY);
    table.store(heap, ByteString.of("other"), KEY);

    assertTrue(heap.bytesUsed() - used < 500);
    assertTrue(gas - heap.gasLeft < 10);
    heap.rollback();
  }

  @Test
  void memoryOfTheLogIsFreeAfterTheMessage() {
    Table table = filled(new Random(3), 1000);
    heap.begin();
    long used = heap.bytesUsed();
    for (int i = 1; i < 400; i++) {
      table.store(heap, i, LuaValue.NIL);
    }
    assertTrue(heap.bytesUsed() > used);
    heap.commit();

    assertEquals(used, heap.bytesUsed());
  }

  @Test
  void replacedArraysAreNotCharged() {
    long before = heap.bytesUsed();
    Table table = filled(new Random(3), 1000);

    assertEquals(table.footprint(), heap.bytesUsed() - before);
  }

  @Test
  void serialsAreGivenAgainAfterRollback() {
    heap.begin();
    int serial = heap.nextSerial();
    heap.rollback();

    assertEquals(serial, heap.nextSerial());
  }

  @Test
  void memoryOverTheLimitAsksForACollectionFirst() {
    heap.setLimits(1000, 1000);
    heap.allocate(900);
    assertFalse(heap.isCollectionDue);
    heap.allocate(900);
    assertTrue(heap.isCollectionDue);
    heap.collected(500);
    assertFalse(heap.isCollectionDue);
    assertEquals(500, heap.bytesUsed());

    assertThrows(Trap.OutOfMemory.class, () -> heap.allocate(1001));
    heap.setBytesUsed(500);
    assertThrows(Trap.OutOfMemory.class, () -> heap.allocate(Long.MAX_VALUE));
    heap.setBytesUsed(0);
    heap.allocate(1000);
    heap.allocate(1000);
    assertThrows(Trap.OutOfMemory.class, () -> heap.allocate(1));
    assertThrows(Trap.OutOfMemory.class, () -> heap.collected(1001));
  }

  @Test
  void collidingKeysCostGas() {
    Table table = new Table(heap, 0, 0);
    for (int i = 0; i < 2000; i++) {
      table.store(heap, (long) i << 40, KEY);
    }
    long gas = heap.gasLeft;
    for (int i = 0; i < 2000; i++) {
      table.fetch((long) i << 40);
    }

    assertTrue(gas - heap.gasLeft > 1_000_000);
  }

  @Test
  void replaceWritesOnlyKeysThatHaveAValue() {
    Table table = new Table(heap, 2, 0);
    table.store(heap, 1, KEY);
    table.store(heap, KEY, KEY);
    table.store(heap, ByteString.of("gone"), LuaValue.NIL);

    assertTrue(table.replace(heap, 1, LuaValue.TRUE));
    assertTrue(table.replace(heap, ByteString.of("key"), LuaValue.TRUE));
    assertTrue(table.replace(heap, FloatNumber.of(1), LuaValue.TRUE));
    assertFalse(table.replace(heap, 2, LuaValue.TRUE));
    assertFalse(table.replace(heap, ByteString.of("gone"), LuaValue.TRUE));
    assertFalse(table.replace(heap, LuaValue.TRUE, LuaValue.TRUE));
    assertEquals(LuaValue.TRUE, table.fetch(KEY));
    assertEquals(LuaValue.NIL, table.fetch(ByteString.of("gone")));
  }

  @Test
  void fieldsMayBeClearedDuringTraversal() {
    Table table = filled(new Random(5), 200);
    int count = 0;
    int position = table.nextPosition(LuaValue.NIL);
    while (position >= 0) {
      LuaValue key = table.keyAt(position);
      table.store(heap, key, LuaValue.NIL);
      position = table.nextPosition(key);
      count++;
    }

    assertTrue(count > 100);
    assertEquals(-1, table.nextPosition(LuaValue.NIL));
    assertEquals(-2, table.nextPosition(ByteString.of("unknown")));
  }

  @Test
  void restoredLayoutIteratesAlike() {
    Table table = filled(new Random(6), 300);
    Table copy = Table.restored(heap, table.serial());
    copy.restore(table.layout());

    assertEquals(contents(table), contents(copy));
  }

  private Table filled(Random random, int size) {
    Table table = new Table(heap, 0, 0);
    for (int i = 0; i < size; i++) {
      table.store(heap, i % 2 == 0 ? IntegerNumber.of(i / 2 + 1L) : key(random, size), KEY);
    }
    return table;
  }

  private static LuaValue key(Random random, int bound) {
    int number = random.nextInt(bound);
    return switch (number % 3) {
      case 0 -> IntegerNumber.of(number);
      case 1 -> FloatNumber.of(number + 0.5);
      default -> ByteString.of("key" + number);
    };
  }

  /** Keys and values in order, with the nodes of keys that have no value. */
  private static List<LuaValue> contents(Table table) {
    List<LuaValue> contents = new ArrayList<>();
    for (int position = table.positionFrom(0);
        position >= 0;
        position = table.positionFrom(position + 1)) {
      contents.add(table.keyAt(position));
      contents.add(table.valueAt(position));
      assertEquals(table.valueAt(position), table.fetch(table.keyAt(position)));
    }
    return contents;
  }
}
