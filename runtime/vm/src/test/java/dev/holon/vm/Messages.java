package dev.holon.vm;

import dev.holon.protocol.Address;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import java.util.ArrayList;
import java.util.List;

/** Messages, modules and processes for tests. */
public final class Messages {
  public static final Id MODULE_ID = idOf(7);
  public static final ProcessId PROCESS = new ProcessId(idOf(9));
  public static final Address OWNER = new Address("owner-addressAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  public static final Address STRANGER = new Address("stranger-addressAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  public static final long TIMESTAMP_MILLIS = 1_700_000_000_123L;

  private Messages() {}

  public static Id idOf(int first) {
    byte[] bytes = new byte[Id.SIZE_BYTES];
    bytes[0] = (byte) first;
    return Id.of(bytes);
  }

  public static ModuleCode module(String format, String source) {
    return new ModuleCode(
        idOf(source.hashCode() & 0x7f), OWNER, format, List.of(), Bytes.ofUtf8(source));
  }

  public static ProcessEnvironment process(Tag... tags) {
    return new ProcessEnvironment(PROCESS, OWNER, List.of(tags));
  }

  /** A message from an address, signed by it. */
  public static EvalMessage message(Address from, String data, Tag... tags) {
    return message(from.text(), from.text(), null, data, tags);
  }

  /** A message that a process sent and another address signed. */
  public static EvalMessage forwarded(String from, Address signer, String data, Tag... tags) {
    return message(from, signer.text(), signer.text(), data, tags);
  }

  /** A message for another process that somebody assigned to this one. */
  public static EvalMessage assigned(Address from, String data, Tag... tags) {
    EvalMessage message = message(from, data, tags);
    return new EvalMessage(
        message.id(),
        message.signature(),
        message.data(),
        message.owner(),
        idOf(5).toString(),
        message.anchor(),
        message.from(),
        message.forwardedBy(),
        message.tags(),
        message.nonce(),
        message.timestampMillis(),
        message.blockHeight(),
        message.hashChain(),
        false,
        false);
  }

  /** The spawn item as the process's first message. */
  public static EvalMessage spawn(String data, Tag... tags) {
    List<Tag> all = new ArrayList<>(List.of(new Tag("Type", "Process")));
    all.addAll(List.of(tags));
    return new EvalMessage(
        PROCESS.toString(),
        "signature",
        Bytes.ofUtf8(data),
        OWNER.text(),
        PROCESS.toString(),
        null,
        OWNER.text(),
        null,
        all,
        0L,
        TIMESTAMP_MILLIS,
        1_500_000,
        idOf(3),
        false,
        false);
  }

  private static EvalMessage message(
      String from, String owner, String forwardedBy, String data, Tag... tags) {
    return new EvalMessage(
        idOf(1).toString(),
        "signature",
        Bytes.ofUtf8(data),
        owner,
        PROCESS.toString(),
        null,
        from,
        forwardedBy,
        List.of(tags),
        1L,
        TIMESTAMP_MILLIS,
        1_500_001,
        idOf(4),
        false,
        false);
  }
}
