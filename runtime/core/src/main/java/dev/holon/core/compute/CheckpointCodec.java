package dev.holon.core.compute;

import dev.holon.core.cron.Boundary;
import dev.holon.core.cron.Tick;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a checkpoint. Numbers are big endian.
 *
 * <pre>
 *  offset  size  field
 *       0     1  version, 1
 *       1     1  tick: 0 none, 1 of a time-based cron, 2 of a block-based one
 *       2     8  slot of the newest evaluation
 *      10     8  its step
 *      18     8  timestamp of the slot in milliseconds
 *      26     8  block height of the slot
 *      34     4  outbox entries of the slot and the ticks after it
 *      38    32  result hash
 *      70     8  newest tick: its step's time, 0 without one; so are the next three
 *      78     4    index
 *      82     8    timestamp in milliseconds
 *      90     8    block height
 *      98     -  the engine's own bytes, to the end
 * </pre>
 */
final class CheckpointCodec {
  static final int VERSION = 1;
  private static final int HEADER_SIZE_BYTES = 98;
  private static final int HASH_OFFSET = 38;

  private CheckpointCodec() {}

  /** Both parts of a checkpoint. */
  record Parts(MachineState state, Bytes machine) {}

  static byte[] encode(MachineState state, Bytes machine) {
    byte[] bytes = new byte[HEADER_SIZE_BYTES + machine.size()];
    Tick tick = state.lastTick();
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes)
            .put((byte) VERSION)
            .put((byte) (tick == null ? 0 : tick.isBlock() ? 2 : 1))
            .putLong(state.place().slot())
            .putLong(state.place().step())
            .putLong(state.left().timestampMillis())
            .putLong(state.left().blockHeight())
            .putInt(state.outboxCount())
            .put(state.resultHash().toBytes())
            .putLong(tick == null ? 0 : tick.stepMillis())
            .putInt(tick == null ? 0 : tick.index())
            .putLong(tick == null ? 0 : tick.timestampMillis())
            .putLong(tick == null ? 0 : tick.blockHeight());
    buffer.put(machine.toArray());
    return bytes;
  }

  /**
   * Reads both parts.
   *
   * @throws IllegalArgumentException when the bytes are no checkpoint of a known version
   */
  static Parts decode(byte[] bytes) {
    if (bytes.length < HEADER_SIZE_BYTES || bytes[0] != VERSION || bytes[1] < 0 || bytes[1] > 2) {
      throw new IllegalArgumentException(
          bytes.length + " bytes are no checkpoint of version " + VERSION);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 2, HEADER_SIZE_BYTES - 2);
    ResultPlace place = new ResultPlace(buffer.getLong(), buffer.getLong());
    Boundary left = new Boundary(buffer.getLong(), buffer.getLong());
    int outboxCount = buffer.getInt();
    Id hash = Id.of(bytes, HASH_OFFSET, Id.SIZE_BYTES);
    buffer.position(HASH_OFFSET + Id.SIZE_BYTES);
    MachineState state = new MachineState(place, left, tick(bytes[1], buffer), outboxCount, hash);
    byte[] machine = Arrays.copyOfRange(bytes, HEADER_SIZE_BYTES, bytes.length);
    return new Parts(state, Bytes.of(machine));
  }

  private static @Nullable Tick tick(byte kind, ByteBuffer buffer) {
    long step = buffer.getLong();
    int index = buffer.getInt();
    long timestamp = buffer.getLong();
    long height = buffer.getLong();
    return kind == 0 ? null : new Tick(step, kind == 2, index, timestamp, height);
  }
}
