package dev.holon.core.scheduler;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link LogEntry} in the journal. Numbers are big endian.
 *
 * <pre>
 *  offset  size  field
 *       0     1  version, 1 or 2
 *       1     1  flags: bit 0 = the item is present, all others 0
 *       2     8  slot, not negative
 *      10     8  timestamp in milliseconds
 *      18     8  block height
 *      26    32  hash chain
 *      58    32  assignment id
 *      90    32  message id
 *     122    32  process id
 *     154     4  length of the assignment in bytes, a
 *     158     p  of version 2 only, else p = 0:
 *                  32  content key
 *                  32  root of the chain
 *                   4  depth in the chain
 *   158+p     a  assignment, a signed data item
 * 158+p+a     -  message, a signed data item, to the end; nothing when bit 0 of the flags is 0
 * </pre>
 *
 * <p>Version 2 is written for what was pushed, version 1 for all else. A content key or root of
 * zeros is none.
 *
 * <p>The ids stand at fixed offsets so that a database can index them without knowing data items.
 * Stored bytes of a version stay readable for ever: a change is a new version, never a change of
 * this one.
 */
public final class LogEntryCodec {
  private static final int VERSION = 1;
  private static final int VERSION_PUSHED = 2;

  /** Bytes that every version begins with. */
  public static final int HEADER_SIZE_BYTES = 158;

  private static final int PUSHED_SIZE_BYTES = 68;
  private static final Id NONE = Id.of(new byte[Id.SIZE_BYTES]);

  private static final int FLAG_ITEM = 1;
  private static final int FLAGS_OFFSET = 1;
  private static final int SLOT_OFFSET = 2;
  private static final int TIMESTAMP_OFFSET = 10;
  private static final int BLOCK_HEIGHT_OFFSET = 18;
  private static final int HASH_CHAIN_OFFSET = 26;
  private static final int ASSIGNMENT_ID_OFFSET = 58;
  private static final int MESSAGE_ID_OFFSET = 90;
  private static final int PROCESS_ID_OFFSET = 122;
  private static final int ASSIGNMENT_LENGTH_OFFSET = 154;
  private static final int CONTENT_KEY_OFFSET = 158;
  private static final int CHAIN_ROOT_OFFSET = 190;
  private static final int CHAIN_DEPTH_OFFSET = 222;

  private LogEntryCodec() {}

  /** Writes an entry. */
  public static byte[] encode(LogEntry entry) {
    byte[] assignment = entry.assignment().toBytes();
    DataItem item = entry.item();
    byte[] message = item == null ? new byte[0] : item.toBytes();
    boolean isPushed = entry.contentKey() != null || entry.chain() != null;
    int headSize = HEADER_SIZE_BYTES + (isPushed ? PUSHED_SIZE_BYTES : 0);
    byte[] bytes = new byte[headSize + assignment.length + message.length];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer
        .put((byte) (isPushed ? VERSION_PUSHED : VERSION))
        .put((byte) (item == null ? 0 : FLAG_ITEM))
        .putLong(entry.slot())
        .putLong(entry.timestampMillis())
        .putLong(entry.blockHeight())
        .put(entry.hashChain().toBytes())
        .put(entry.assignmentId().toBytes())
        .put(entry.itemId().toBytes())
        .put(entry.process().id().toBytes())
        .putInt(assignment.length);
    if (isPushed) {
      putPushed(buffer, entry);
    }
    buffer.put(assignment).put(message);
    return bytes;
  }

  private static void putPushed(ByteBuffer buffer, LogEntry entry) {
    Id key = entry.contentKey();
    ChainPosition chain = entry.chain();
    buffer
        .put((key == null ? NONE : key).toBytes())
        .put((chain == null ? NONE : chain.root()).toBytes())
        .putInt(chain == null ? 0 : chain.depth());
  }

  /**
   * Reads an entry. The ids in the header are compared with those of the items.
   *
   * @throws IllegalArgumentException when the bytes are no entry of a known version; names the
   *     offset
   */
  public static LogEntry decode(byte[] bytes) {
    checkHeader(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int assignmentLength = buffer.getInt(ASSIGNMENT_LENGTH_OFFSET);
    boolean isPushed = bytes[0] == VERSION_PUSHED;
    int headSize = HEADER_SIZE_BYTES + (isPushed ? PUSHED_SIZE_BYTES : 0);
    int remaining = bytes.length - headSize;
    if (remaining < 0) {
      throw fault(bytes.length, "the end, in a header of " + headSize + " bytes");
    }
    if (assignmentLength <= 0 || assignmentLength > remaining) {
      throw fault(
          ASSIGNMENT_LENGTH_OFFSET,
          "an assignment of " + assignmentLength + " bytes where " + remaining + " remain");
    }
    int itemOffset = headSize + assignmentLength;
    DataItem assignment = item(bytes, headSize, itemOffset);
    checkId(bytes, ASSIGNMENT_ID_OFFSET, assignment);
    return new LogEntry(
        new ProcessId(id(bytes, PROCESS_ID_OFFSET)),
        buffer.getLong(SLOT_OFFSET),
        buffer.getLong(TIMESTAMP_OFFSET),
        buffer.getLong(BLOCK_HEIGHT_OFFSET),
        id(bytes, HASH_CHAIN_OFFSET),
        id(bytes, MESSAGE_ID_OFFSET),
        assignment,
        message(bytes, itemOffset),
        isPushed ? contentKey(bytes) : null,
        isPushed ? chain(bytes) : null);
  }

  private static @Nullable Id contentKey(byte[] bytes) {
    Id key = id(bytes, CONTENT_KEY_OFFSET);
    return key.equals(NONE) ? null : key;
  }

  private static @Nullable ChainPosition chain(byte[] bytes) {
    int depth = ByteBuffer.wrap(bytes).getInt(CHAIN_DEPTH_OFFSET);
    if (depth < 0) {
      throw fault(CHAIN_DEPTH_OFFSET, "depth " + depth);
    }
    Id root = id(bytes, CHAIN_ROOT_OFFSET);
    return root.equals(NONE) ? null : new ChainPosition(root, depth);
  }

  /**
   * The timestamp of an entry of which only the first {@link #HEADER_SIZE_BYTES} bytes, or more,
   * are at hand.
   *
   * @throws IllegalArgumentException as {@link #decode}
   */
  public static long timestampMillis(byte[] header) {
    checkHeader(header);
    return ByteBuffer.wrap(header).getLong(TIMESTAMP_OFFSET);
  }

  /** What an entry says before its items. */
  public record Header(
      ProcessId process, long slot, long timestampMillis, Id assignmentId, Id messageId) {}

  /**
   * Reads the first {@link #HEADER_SIZE_BYTES} bytes, or more, of an entry.
   *
   * @throws IllegalArgumentException as {@link #decode}
   */
  public static Header header(byte[] bytes) {
    checkHeader(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Header(
        new ProcessId(id(bytes, PROCESS_ID_OFFSET)),
        buffer.getLong(SLOT_OFFSET),
        buffer.getLong(TIMESTAMP_OFFSET),
        id(bytes, ASSIGNMENT_ID_OFFSET),
        id(bytes, MESSAGE_ID_OFFSET));
  }

  private static void checkHeader(byte[] bytes) {
    if (bytes.length < HEADER_SIZE_BYTES) {
      throw fault(bytes.length, "the end, in a header of " + HEADER_SIZE_BYTES + " bytes");
    }
    if (bytes[0] != VERSION && bytes[0] != VERSION_PUSHED) {
      throw fault(0, "unknown version " + bytes[0]);
    }
    if ((bytes[FLAGS_OFFSET] & ~FLAG_ITEM) != 0) {
      throw fault(FLAGS_OFFSET, "unknown flags " + bytes[FLAGS_OFFSET]);
    }
    long slot = ByteBuffer.wrap(bytes).getLong(SLOT_OFFSET);
    if (slot < 0) {
      throw fault(SLOT_OFFSET, "slot " + slot);
    }
  }

  private static @Nullable DataItem message(byte[] bytes, int offset) {
    if ((bytes[FLAGS_OFFSET] & FLAG_ITEM) == 0) {
      if (offset != bytes.length) {
        throw fault(offset, (bytes.length - offset) + " bytes after the last field");
      }
      return null;
    }
    DataItem item = item(bytes, offset, bytes.length);
    checkId(bytes, MESSAGE_ID_OFFSET, item);
    return item;
  }

  private static void checkId(byte[] bytes, int offset, DataItem item) {
    if (!item.id().equals(id(bytes, offset))) {
      throw fault(offset, "not the id of the item, which is " + item.id());
    }
  }

  private static DataItem item(byte[] bytes, int from, int to) {
    try {
      return DataItem.parseStored(Arrays.copyOfRange(bytes, from, to));
    } catch (ItemException e) {
      throw new IllegalArgumentException("log entry, offset " + from + ": no data item", e);
    }
  }

  private static Id id(byte[] bytes, int offset) {
    return Id.of(bytes, offset, Id.SIZE_BYTES);
  }

  private static IllegalArgumentException fault(int offset, String fault) {
    return new IllegalArgumentException("log entry, offset " + offset + ": " + fault);
  }
}
