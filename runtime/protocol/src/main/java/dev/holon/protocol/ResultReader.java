package dev.holon.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the layout that {@link ResultCodec} draws. */
final class ResultReader {
  private static final int TEXT_SIZE_BYTES_MIN = Integer.BYTES;
  private static final int TAG_SIZE_BYTES_MIN = 2 * TEXT_SIZE_BYTES_MIN;
  private static final int MESSAGE_SIZE_BYTES_MIN = 3 * Integer.BYTES + 1;
  private static final int SPAWN_SIZE_BYTES_MIN = 2 * Integer.BYTES + 1;
  private static final int ASSIGNMENT_SIZE_BYTES_MIN = 3 * Integer.BYTES + 1;

  private final BinaryReader reader;

  private ResultReader(BinaryReader reader) {
    this.reader = reader;
  }

  static Result read(byte[] encoded) throws MalformedResultException {
    BinaryReader reader = new BinaryReader(encoded);
    int version = reader.readByte();
    if (version != ResultCodec.VERSION) {
      throw new MalformedResultException(
          "version " + version + ", expected " + ResultCodec.VERSION);
    }
    Result result = new ResultReader(reader).read();
    reader.requireEnd();
    return result;
  }

  private Result read() throws MalformedResultException {
    long gasUsed = reader.readLong();
    if (gasUsed < 0) {
      throw new MalformedResultException("negative gas: " + gasUsed);
    }
    List<Result.OutboundMessage> messages = list(MESSAGE_SIZE_BYTES_MIN, this::message);
    List<Result.OutboundSpawn> spawns = list(SPAWN_SIZE_BYTES_MIN, this::spawn);
    List<Result.OutboundAssignment> assignments = list(ASSIGNMENT_SIZE_BYTES_MIN, this::assignment);
    Value output = ValueCodec.read(reader);
    Value error = reader.readPresence() ? ValueCodec.read(reader) : null;
    return new Result(messages, spawns, assignments, output, gasUsed, error);
  }

  private Result.OutboundMessage message() throws MalformedResultException {
    return new Result.OutboundMessage(reader.readText(), reader.readText(), tags(), data());
  }

  private Result.OutboundSpawn spawn() throws MalformedResultException {
    return new Result.OutboundSpawn(reader.readText(), tags(), data());
  }

  private Result.OutboundAssignment assignment() throws MalformedResultException {
    return new Result.OutboundAssignment(
        texts(), reader.readText(), reader.readPresence(), texts());
  }

  private List<Tag> tags() throws MalformedResultException {
    return list(TAG_SIZE_BYTES_MIN, () -> new Tag(reader.readText(), reader.readText()));
  }

  private List<String> texts() throws MalformedResultException {
    return list(TEXT_SIZE_BYTES_MIN, reader::readText);
  }

  private @Nullable Bytes data() throws MalformedResultException {
    return reader.readPresence() ? Bytes.of(reader.readBytes()) : null;
  }

  private interface Element<T> {
    T read() throws MalformedResultException;
  }

  private <T> List<T> list(int elementSizeBytesMin, Element<T> element)
      throws MalformedResultException {
    int count = reader.readCount(elementSizeBytesMin);
    List<T> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(element.read());
    }
    return elements;
  }
}
