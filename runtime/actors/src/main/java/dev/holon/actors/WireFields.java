package dev.holon.actors;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.protocol.BinaryReader;
import dev.holon.protocol.BinaryWriter;
import dev.holon.protocol.Id;
import dev.holon.protocol.MalformedResultException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields that several messages between nodes have. Sizes are checked against the bytes that are
 * there before anything is allocated.
 */
final class WireFields {
  private static final Map<String, RefusalCode> CODES =
      Arrays.stream(RefusalCode.values())
          .collect(Collectors.toMap(RefusalCode::text, Function.identity()));

  private WireFields() {}

  /** Reads one field. */
  @FunctionalInterface
  interface Field<T> {
    T read() throws MalformedResultException;
  }

  static void putId(BinaryWriter out, Id id) {
    out.putBytes(id.toBytes());
  }

  static Id takeId(BinaryReader in) throws MalformedResultException {
    byte[] bytes = in.readBytes();
    if (bytes.length != Id.SIZE_BYTES) {
      throw new MalformedResultException(bytes.length + " bytes are no id");
    }
    return Id.of(bytes);
  }

  static void putProcess(BinaryWriter out, ProcessId process) {
    putId(out, process.id());
  }

  static ProcessId takeProcess(BinaryReader in) throws MalformedResultException {
    return new ProcessId(takeId(in));
  }

  static void putDuration(BinaryWriter out, Duration duration) {
    out.putLong(duration.toMillis());
  }

  static Duration takeDuration(BinaryReader in) throws MalformedResultException {
    return Duration.ofMillis(in.readLong());
  }

  /** A presence, 00 or 01, and the field when it is 01. */
  static <T> void putIfPresent(
      BinaryWriter out, @Nullable T value, BiConsumer<BinaryWriter, T> field) {
    out.putByte(value == null ? 0 : 1);
    if (value != null) {
      field.accept(out, value);
    }
  }

  static <T> @Nullable T takeIfPresent(BinaryReader in, Field<T> field)
      throws MalformedResultException {
    return in.readPresence() ? field.read() : null;
  }

  static void putTexts(BinaryWriter out, List<String> texts) {
    out.putInt(texts.size());
    texts.forEach(out::putText);
  }

  static List<String> takeTexts(BinaryReader in) throws MalformedResultException {
    int count = in.readCount(Integer.BYTES);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(in.readText());
    }
    return texts;
  }

  static void putTags(BinaryWriter out, List<Tag> tags) {
    out.putInt(tags.size());
    for (Tag tag : tags) {
      out.putText(tag.name());
      out.putText(tag.value());
    }
  }

  static List<Tag> takeTags(BinaryReader in) throws MalformedResultException {
    int count = in.readCount(2 * Integer.BYTES);
    List<Tag> tags = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tags.add(new Tag(in.readText(), in.readText()));
    }
    return tags;
  }

  static void putChain(BinaryWriter out, ChainPosition chain) {
    putId(out, chain.root());
    out.putInt(chain.depth());
  }

  static ChainPosition takeChain(BinaryReader in) throws MalformedResultException {
    return new ChainPosition(takeId(in), in.readInt());
  }

  /** As in the journal. */
  static void putEntry(BinaryWriter out, LogEntry entry) {
    out.putBytes(LogEntryCodec.encode(entry));
  }

  static LogEntry takeEntry(BinaryReader in) throws MalformedResultException {
    return LogEntryCodec.decode(in.readBytes());
  }

  /** By the stable code, never by the constant's name or number. */
  static void putRefusal(BinaryWriter out, Refusal refusal) {
    out.putText(refusal.code().text());
    out.putText(refusal.message());
  }

  static Refusal takeRefusal(BinaryReader in) throws MalformedResultException {
    String text = in.readText();
    RefusalCode code = CODES.get(text);
    if (code == null) {
      throw new MalformedResultException("refusal code " + text + " is not known to this node");
    }
    return new Refusal(code, in.readText());
  }
}
