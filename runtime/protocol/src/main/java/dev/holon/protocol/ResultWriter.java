package dev.holon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the layout that {@link ResultCodec} draws. */
final class ResultWriter {
  private final BinaryWriter writer = new BinaryWriter();

  private ResultWriter() {}

  static byte[] write(Result result) {
    ResultWriter codec = new ResultWriter();
    codec.put(result);
    return codec.writer.toBytes();
  }

  private void put(Result result) {
    writer.putByte(ResultCodec.VERSION);
    writer.putLong(result.gasUsed());
    writer.putInt(result.messages().size());
    for (Result.OutboundMessage message : result.messages()) {
      writer.putText(message.target());
      writer.putText(message.anchor());
      putTags(message.tags());
      putData(message.data());
    }
    writer.putInt(result.spawns().size());
    for (Result.OutboundSpawn spawn : result.spawns()) {
      writer.putText(spawn.anchor());
      putTags(spawn.tags());
      putData(spawn.data());
    }
    writer.putInt(result.assignments().size());
    for (Result.OutboundAssignment assignment : result.assignments()) {
      putTexts(assignment.processes());
      writer.putText(assignment.message());
      putPresence(assignment.isBaseLayer());
      putTexts(assignment.exclude());
    }
    ValueCodec.write(writer, result.output());
    Value error = result.error();
    putPresence(error != null);
    if (error != null) {
      ValueCodec.write(writer, error);
    }
  }

  private void putTags(List<Tag> tags) {
    writer.putInt(tags.size());
    for (Tag tag : tags) {
      writer.putText(tag.name());
      writer.putText(tag.value());
    }
  }

  private void putTexts(List<String> texts) {
    writer.putInt(texts.size());
    for (String text : texts) {
      writer.putText(text);
    }
  }

  private void putData(@Nullable Bytes data) {
    putPresence(data != null);
    if (data != null) {
      writer.putBytes(data.toArray());
    }
  }

  private void putPresence(boolean isPresent) {
    writer.putByte(isPresent ? 1 : 0);
  }
}
