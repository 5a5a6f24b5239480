package dev.holon.persistence;

import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.protocol.MalformedResultException;
import dev.holon.protocol.Result;
import dev.holon.protocol.ResultCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of an outbox entry's {@link Action}.
 *
 * <pre>
 *  offset  size  field
 *       0     1  version, 1
 *       1     -  a {@link ResultCodec} result that holds this action and nothing else, to the end
 *
 *       0     1  version, 2: {@link Action.AssignCarrier}
 *       1     4  index of the carrier, big endian
 *       5     -  process, UTF-8, to the end
 * </pre>
 */
final class ActionCodec {
  private static final byte VERSION = 1;
  private static final byte VERSION_CARRIER = 2;
  private static final int CARRIER_HEADER_SIZE_BYTES = 5;

  private ActionCodec() {}

  /**
   * What the column {@code kind} says: 0 message, 1 spawn, 2 assignment, 3 assignment of a carrier.
   */
  static short kind(Action action) {
    return switch (action) {
      case Action.SendMessage ignored -> 0;
      case Action.SpawnProcess ignored -> 1;
      case Action.AssignMessage ignored -> 2;
      case Action.AssignCarrier ignored -> 3;
    };
  }

  static byte[] encode(Action action) {
    return switch (action) {
      case Action.SendMessage send -> encode(only(List.of(send.message()), List.of(), List.of()));
      case Action.SpawnProcess spawn -> encode(only(List.of(), List.of(spawn.spawn()), List.of()));
      case Action.AssignMessage assign ->
          encode(only(List.of(), List.of(), List.of(assign.assignment())));
      case Action.AssignCarrier carrier -> encode(carrier);
    };
  }

  private static byte[] encode(Action.AssignCarrier action) {
    byte[] process = action.process().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(CARRIER_HEADER_SIZE_BYTES + process.length)
        .put(VERSION_CARRIER)
        .putInt(action.carrier())
        .put(process)
        .array();
  }

  private static byte[] encode(Result result) {
    byte[] encoded = ResultCodec.encode(result);
    byte[] bytes = new byte[1 + encoded.length];
    bytes[0] = VERSION;
    System.arraycopy(encoded, 0, bytes, 1, encoded.length);
    return bytes;
  }

  /**
   * Reads an action.
   *
   * @throws MalformedResultException when the bytes are no action of a known version
   */
  static Action decode(byte[] bytes) throws MalformedResultException {
    if (bytes.length >= CARRIER_HEADER_SIZE_BYTES && bytes[0] == VERSION_CARRIER) {
      int size = bytes.length - CARRIER_HEADER_SIZE_BYTES;
      return new Action.AssignCarrier(
          ByteBuffer.wrap(bytes).getInt(1),
          new String(bytes, CARRIER_HEADER_SIZE_BYTES, size, StandardCharsets.UTF_8));
    }
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw new MalformedResultException(
          "action: " + (bytes.length == 0 ? "no bytes" : "unknown version " + bytes[0]));
    }
    Result result = ResultCodec.decode(Arrays.copyOfRange(bytes, 1, bytes.length));
    int count = result.messages().size() + result.spawns().size() + result.assignments().size();
    if (count != 1) {
      throw new MalformedResultException("action: " + count + " entries where one belongs");
    }
    if (!result.messages().isEmpty()) {
      return new Action.SendMessage(result.messages().getFirst());
    }
    if (!result.spawns().isEmpty()) {
      return new Action.SpawnProcess(result.spawns().getFirst());
    }
    return new Action.AssignMessage(result.assignments().getFirst());
  }

  private static Result only(
      List<Result.OutboundMessage> messages,
      List<Result.OutboundSpawn> spawns,
      List<Result.OutboundAssignment> assignments) {
    return new Result(messages, spawns, assignments, Result.NO_OUTPUT, 0, null);
  }
}
