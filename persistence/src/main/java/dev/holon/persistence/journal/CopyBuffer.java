package dev.holon.persistence.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rows as PostgreSQL's COPY reads them in its binary format (PostgreSQL documentation, COPY, File
 * Formats). Numbers are big endian.
 *
 * <pre>
 *  size  field
 *    11  signature
 *     4  flags, 0
 *     4  length of the header's extension, 0
 *        for each row:
 *     2    number of columns
 *          for each column:
 *     4      length of the value
 *            value
 *     2  -1
 * </pre>
 */
final class CopyBuffer {
  static final String COPY =
      """
      COPY event_journal (deleted, persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
        event_payload, event_ser_id, event_ser_manifest) FROM STDIN (FORMAT binary)
      """;

  private static final short COLUMN_COUNT = 9;
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  /** Numbers and lengths of a row. */
  private static final int ROW_OVERHEAD_BYTES = 2 + COLUMN_COUNT * 4 + 1 + 8 + 8 + 4;

  private static final int SIZE_BYTES_MIN = 64 << 10;

  /** A larger one, made for a large event, is not kept. */
  private static final int KEPT_SIZE_BYTES_MAX = 16 << 20;

  private ByteBuffer buffer = ByteBuffer.allocate(SIZE_BYTES_MIN);

  /** Replaces what was here before. */
  void fill(Iterable<WriteJob> jobs) {
    begin();
    for (WriteJob job : jobs) {
      job.rows().forEach(this::put);
    }
    end();
  }

  /** Replaces what was here before by the beginning, for rows that are copied piece by piece. */
  void begin() {
    clear();
    buffer.put(HEADER);
  }

  /** Goes on with an empty piece. */
  void clear() {
    if (buffer.capacity() > KEPT_SIZE_BYTES_MAX) {
      buffer = ByteBuffer.allocate(SIZE_BYTES_MIN);
    }
    buffer.clear();
  }

  /** Ends the rows. */
  void end() {
    ensure(Short.BYTES);
    buffer.putShort((short) -1);
  }

  /** The bytes, from 0 to {@link #sizeBytes}; valid until the next filling. */
  byte[] bytes() {
    return buffer.array();
  }

  int sizeBytes() {
    return buffer.position();
  }

  void put(EventRow row) {
    EventRow.Payload payload = row.payload();
    byte[] persistenceId = text(row.persistenceId());
    byte[] writer = text(row.writerUuid());
    byte[] adapter = text(row.adapterManifest());
    byte[] manifest = text(payload.manifest());
    ensure(
        (long) ROW_OVERHEAD_BYTES
            + persistenceId.length
            + writer.length
            + adapter.length
            + manifest.length
            + payload.bytes().length);
    buffer.putShort(COLUMN_COUNT);
    buffer.putInt(1).put((byte) 0); // deleted
    putBytes(persistenceId);
    buffer.putInt(Long.BYTES).putLong(row.sequenceNumber());
    putBytes(writer);
    buffer.putInt(Long.BYTES).putLong(row.timestampMillis());
    putBytes(adapter);
    putBytes(payload.bytes());
    buffer.putInt(Integer.BYTES).putInt(payload.serializerId());
    putBytes(manifest);
  }

  private void putBytes(byte[] value) {
    buffer.putInt(value.length).put(value);
  }

  private void ensure(long more) {
    long needed = buffer.position() + more;
    if (needed > buffer.capacity()) {
      int size =
          Math.toIntExact(Math.max(needed, Math.min(Integer.MAX_VALUE, 2L * buffer.capacity())));
      int position = buffer.position();
      buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size)).position(position);
    }
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
