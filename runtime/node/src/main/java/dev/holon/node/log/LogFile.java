package dev.holon.node.log;

import dev.holon.core.verify.LogSlot;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ItemRules;
import dev.holon.protocol.ProcessId;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One process's log as a file: all that it takes to evaluate it again.
 *
 * <pre>
 * size   field
 *   12   "HOLON LOG 1\n"
 *        blocks, each:
 *    1     kind: I, an item that later slots need and that is not a message of this log, such as the
 *          module; S, slots as a bundle, see {@link BundlePage}; E, the end
 *    4     size of what follows, big endian, at most 2^30; 32 for E
 *    .     the item's or bundle's bytes; for E the SHA-256 of all before its kind
 * </pre>
 *
 * Items that are needed are kept in memory: modules, and what was assigned without its message.
 */
public final class LogFile implements LogSource {
  static final byte[] MAGIC = "HOLON LOG 1\n".getBytes(StandardCharsets.US_ASCII);
  static final int ITEM = 'I';
  static final int SLOTS = 'S';
  static final int END = 'E';

  private final Path file;
  private final MessageDigest digest;
  private final DataInputStream in;
  private final Map<Id, DataItem> items = new HashMap<>();
  private long nextSlot;
  private boolean isAtEnd;

  private LogFile(Path file, MessageDigest digest, DataInputStream in) {
    this.file = file;
    this.digest = digest;
    this.in = in;
  }

  public static LogFile open(Path file) throws IOException, UnreadableException {
    MessageDigest digest = Sha256.digest();
    DataInputStream in =
        new DataInputStream(
            new DigestInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), digest));
    LogFile log = new LogFile(file, digest, in);
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      in.close();
      throw new UnreadableException(file + " is no log of holon export");
    }
    return log;
  }

  /** Whose log it is by its first slot; for a file that nothing was read of yet. */
  public ProcessId process() throws UnreadableException {
    List<LogSlot> first = next();
    String process = first.isEmpty() ? "" : first.getFirst().assignment().tag("Process").orElse("");
    if (!Id.isId(process)) {
      throw new UnreadableException(file + " does not begin with a slot of a process");
    }
    return new ProcessId(Id.parse(process));
  }

  @Override
  public List<LogSlot> next() throws UnreadableException {
    while (!isAtEnd) {
      byte[] before = digestSoFar();
      try {
        int kind = in.readUnsignedByte();
        byte[] content = content();
        switch (kind) {
          case ITEM -> keep(content);
          case SLOTS -> {
            List<LogSlot> slots = BundlePage.slots(content, nextSlot);
            nextSlot += slots.size();
            return slots;
          }
          case END -> end(content, before);
          default -> throw new UnreadableException(file + " has a block of unknown kind " + kind);
        }
      } catch (EOFException e) {
        throw new UnreadableException(file + " is cut off behind slot " + (nextSlot - 1), e);
      } catch (IOException e) {
        throw new UnreadableException(file + ": " + e.getMessage(), e);
      }
    }
    return List.of();
  }

  private byte[] digestSoFar() throws UnreadableException {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new UnreadableException("this Java cannot check the file's SHA-256", e);
    }
  }

  private byte[] content() throws IOException, UnreadableException {
    int size = in.readInt();
    if (size < 0 || size > ItemRules.STORED_SIZE_BYTES_MAX) {
      throw new UnreadableException(
          file + " has a block of " + size + " bytes behind slot " + (nextSlot - 1));
    }
    byte[] content = in.readNBytes(size);
    if (content.length < size) {
      throw new EOFException();
    }
    return content;
  }

  private void keep(byte[] content) throws UnreadableException {
    try {
      DataItem item = DataItem.parseStored(content);
      items.put(item.id(), item);
    } catch (ItemException e) {
      throw new UnreadableException(
          file + " has an unreadable item before slot " + nextSlot + ": " + e.getMessage(), e);
    }
  }

  private void end(byte[] stated, byte[] actual) throws UnreadableException {
    isAtEnd = true;
    if (!Arrays.equals(stated, actual)) {
      throw new UnreadableException(file + " does not have the SHA-256 it was written with");
    }
  }

  @Override
  public Optional<DataItem> item(Id id) {
    return Optional.ofNullable(items.get(id));
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      // It was only read.
      isAtEnd = true;
    }
  }
}
