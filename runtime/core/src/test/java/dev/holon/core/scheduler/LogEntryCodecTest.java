package dev.holon.core.scheduler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Assignment;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.HashChain;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogEntryCodecTest {
  private static final Ed25519Wallet WALLET = Ed25519Wallet.of(new byte[32]);
  private static final DataItem ITEM =
      new UnsignedItem(
              null,
              null,
              List.of(new Tag("Type", "Process")),
              "data".getBytes(StandardCharsets.UTF_8))
          .sign(WALLET);
  private static final ProcessId PROCESS = new ProcessId(ITEM.id());
  private static final DataItem ASSIGNMENT =
      new Assignment(
              PROCESS, 0, HashChain.first(PROCESS), 1_500_000, 1_700_000_000_000L, null, List.of())
          .sign(WALLET, new byte[32]);
  private static final LogEntry ENTRY =
      new LogEntry(
          PROCESS,
          0,
          1_700_000_000_000L,
          1_500_000,
          HashChain.first(PROCESS),
          ITEM.id(),
          ASSIGNMENT,
          ITEM);
  private static final LogEntry WITHOUT_ITEM =
      new LogEntry(
          PROCESS,
          5,
          1_700_000_000_001L,
          1_500_001,
          HashChain.first(PROCESS),
          ITEM.id(),
          ASSIGNMENT,
          null);

  private static final LogEntry PUSHED =
      new LogEntry(
          PROCESS,
          6,
          1_700_000_000_002L,
          1_500_001,
          HashChain.first(PROCESS),
          ITEM.id(),
          ASSIGNMENT,
          ITEM,
          ASSIGNMENT.id(),
          new ChainPosition(ITEM.id(), 7));

  @Test
  void whatIsKnownOfAPushReadsBackInEveryMixture() {
    for (Id key : Arrays.asList(ITEM.id(), null)) {
      for (ChainPosition chain :
          Arrays.asList(new ChainPosition(ITEM.id(), 7), ChainPosition.redone(ITEM.id()), null)) {
        LogEntry entry =
            new LogEntry(PROCESS, 6, 2, 3, PROCESS.id(), ITEM.id(), ASSIGNMENT, null, key, chain);
        assertEquals(entry, LogEntryCodec.decode(LogEntryCodec.encode(entry)));
      }
    }
  }

  @Test
  void bytesOfVersionTwoStillRead() throws IOException {
    assertEquals(PUSHED, LogEntryCodec.decode(golden("log-entry-v2.hex")));
    assertArrayEquals(golden("log-entry-v2.hex"), LogEntryCodec.encode(PUSHED));
  }

  @Test
  void entryReadsBackAsWritten() {
    assertEquals(PUSHED, LogEntryCodec.decode(LogEntryCodec.encode(PUSHED)));
    assertEquals(ENTRY, LogEntryCodec.decode(LogEntryCodec.encode(ENTRY)));
    assertEquals(WITHOUT_ITEM, LogEntryCodec.decode(LogEntryCodec.encode(WITHOUT_ITEM)));
  }

  @Test
  void bytesOfVersionOneStillRead() throws IOException {
    assertEquals(ENTRY, LogEntryCodec.decode(golden("log-entry-v1.hex")));
    assertEquals(WITHOUT_ITEM, LogEntryCodec.decode(golden("log-entry-v1-without-item.hex")));
  }

  @Test
  void versionOneIsWrittenAsBefore() throws IOException {
    assertArrayEquals(golden("log-entry-v1.hex"), LogEntryCodec.encode(ENTRY));
    assertArrayEquals(golden("log-entry-v1-without-item.hex"), LogEntryCodec.encode(WITHOUT_ITEM));
  }

  @Test
  void idsStandAtFixedOffsets() {
    byte[] bytes = LogEntryCodec.encode(ENTRY);

    assertEquals(ENTRY.slot(), ByteBuffer.wrap(bytes).getLong(2));
    assertEquals(ENTRY.hashChain(), Id.of(bytes, 26, 32));
    assertEquals(ENTRY.assignmentId(), Id.of(bytes, 58, 32));
    assertEquals(ENTRY.itemId(), Id.of(bytes, 90, 32));
    assertEquals(ENTRY.process().id(), Id.of(bytes, 122, 32));
  }

  @Test
  void timestampReadsFromTheHeaderAlone() {
    byte[] header = Arrays.copyOf(LogEntryCodec.encode(ENTRY), LogEntryCodec.HEADER_SIZE_BYTES);

    assertEquals(ENTRY.timestampMillis(), LogEntryCodec.timestampMillis(header));
    assertFault("offset 157", Arrays.copyOf(header, 157));
  }

  @Test
  void everyTruncationIsAFault() {
    for (LogEntry entry : List.of(ENTRY, WITHOUT_ITEM)) {
      byte[] bytes = LogEntryCodec.encode(entry);
      int itemDataSize = entry == ENTRY ? 4 : 0;
      // The data of an item reaches to the end, whatever its length, so its bytes cannot be missed.
      for (int length = 0; length < bytes.length - itemDataSize; length++) {
        byte[] truncated = Arrays.copyOf(bytes, length);
        assertThrows(
            IllegalArgumentException.class,
            () -> LogEntryCodec.decode(truncated),
            "length " + length);
      }
    }
  }

  @Test
  void faultsNameTheirOffset() {
    assertFault("offset 0: unknown version 3", changed(0, 3));
    assertFault("offset 1: unknown flags 3", changed(1, 3));
    assertFault("offset 2: slot -", changed(2, 0x80));
    assertFault("offset 58: not the id", changed(60, 1));
    assertFault("offset 90: not the id", changed(92, 1));
    assertFault("offset 154: an assignment of", changed(154, 0x7f));
    assertFault("offset 154: an assignment of -", changed(154, 0x80));
  }

  @Test
  void bytesAfterAnEntryWithoutItemAreAFault() {
    byte[] bytes = LogEntryCodec.encode(WITHOUT_ITEM);

    assertFault("1 bytes after the last field", Arrays.copyOf(bytes, bytes.length + 1));
  }

  private static void assertFault(String message, byte[] bytes) {
    IllegalArgumentException fault =
        assertThrows(IllegalArgumentException.class, () -> LogEntryCodec.decode(bytes));
    assertTrue(fault.getMessage().contains(message), fault.getMessage());
  }

  private static byte[] changed(int offset, int value) {
    byte[] bytes = LogEntryCodec.encode(ENTRY);
    bytes[offset] = (byte) value;
    return bytes;
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream resource = LogEntryCodecTest.class.getResourceAsStream(name)) {
      String hex = new String(resource.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
  }
}
