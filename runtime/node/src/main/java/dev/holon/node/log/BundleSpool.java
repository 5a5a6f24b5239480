package dev.holon.node.log;

import dev.holon.protocol.Address;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What bundles of settled logs hold, in a file of its own, found by process and slot: bundles come
 * in any order, twice, and with slots of many processes. An entry costs 16 bytes of memory. Nothing
 * is checked here but that items read. Used by one thread.
 *
 * <pre>
 * of each entry or item that stands alone, in the file:
 *  4  size of the assignment or item
 *  .  assignment or item
 *  4  size of the message, 0 for none
 *  .  message
 * </pre>
 */
public final class BundleSpool implements AutoCloseable {
  private final Path path;
  private final RandomAccessFile file;
  private final Predicate<ProcessId> isWanted;
  private final Map<ProcessId, SlotPlaces> places = new HashMap<>();
  private final Map<Address, Set<ProcessId>> schedulers = new HashMap<>();
  private final Map<Id, Long> alone = new HashMap<>();

  /**
   * Makes an empty one.
   *
   * @param isWanted the processes whose slots are kept
   * @throws IOException when no temporary file can be made
   */
  public static BundleSpool open(Predicate<ProcessId> isWanted) throws IOException {
    Path path = Files.createTempFile("holon-bundles", ".spool");
    return new BundleSpool(path, new RandomAccessFile(path.toFile(), "rw"), isWanted);
  }

  private BundleSpool(Path path, RandomAccessFile file, Predicate<ProcessId> isWanted) {
    this.path = path;
    this.file = file;
    this.isWanted = isWanted;
  }

  /** Takes the items of one bundle, in their order: each message stands behind its assignment. */
  public void add(List<DataItem> items) throws IOException {
    int at = 0;
    while (at < items.size()) {
      DataItem item = items.get(at++);
      Optional<Place> place = place(item);
      if (place.isEmpty()) {
        if (!alone.containsKey(item.id())) {
          alone.put(item.id(), append(item, null));
        }
        continue;
      }
      String message = item.tag("Message").orElse(place.get().process().toString());
      boolean hasMessage = at < items.size() && items.get(at).id().toString().equals(message);
      DataItem behind = hasMessage ? items.get(at++) : null;
      if (isWanted.test(place.get().process())) {
        schedulers
            .computeIfAbsent(item.ownerAddress(), wallet -> new HashSet<>())
            .add(place.get().process());
        places
            .computeIfAbsent(place.get().process(), id -> new SlotPlaces())
            .add(place.get().slot(), append(item, behind));
      }
    }
  }

  private record Place(ProcessId process, long slot) {}

  private static Optional<Place> place(DataItem item) {
    String process = item.tag("Process").orElse("");
    String slot = item.tag("Nonce").orElse("");
    boolean isAssignment = item.tag("Type").orElse("").equals("Assignment");
    if (!isAssignment || !Id.isId(process) || !isNumber(slot)) {
      return Optional.empty();
    }
    return Optional.of(new Place(new ProcessId(Id.parse(process)), Long.parseLong(slot)));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 18
        && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }

  private long append(DataItem item, @Nullable DataItem message) throws IOException {
    long position = file.length();
    file.seek(position);
    write(item.toBytes());
    write(message == null ? new byte[0] : message.toBytes());
    return position;
  }

  private void write(byte[] bytes) throws IOException {
    file.writeInt(bytes.length);
    file.write(bytes);
  }

  /** The processes of which this wallet assigned a slot. */
  public Set<ProcessId> processesOf(Address scheduler) {
    return Set.copyOf(schedulers.getOrDefault(scheduler, Set.of()));
  }

  /** Of an item that stood alone in a bundle, such as a module; its signature is unchecked. */
  Optional<DataItem> item(Id id) throws IOException {
    Long position = alone.get(id);
    return position == null ? Optional.empty() : Optional.of(read(position).assignment());
  }

  /** Where the slots of a process are, ordered; none of a process that was not found. */
  SlotPlaces places(ProcessId process) {
    SlotPlaces found = places.getOrDefault(process, new SlotPlaces());
    found.sort();
    return found;
  }

  /** An assignment and what stood behind it. */
  record Pair(DataItem assignment, @Nullable DataItem message) {
    int sizeBytes() {
      return assignment.sizeBytes() + (message == null ? 0 : message.sizeBytes());
    }
  }

  Pair read(long position) throws IOException {
    file.seek(position);
    byte[] first = readBytes();
    byte[] second = readBytes();
    try {
      return new Pair(
          DataItem.parseStored(first), second.length == 0 ? null : DataItem.parseStored(second));
    } catch (ItemException e) {
      throw new IOException("the file with the bundles was changed at " + position, e);
    }
  }

  private byte[] readBytes() throws IOException {
    byte[] bytes = new byte[file.readInt()];
    file.readFully(bytes);
    return bytes;
  }

  @Override
  public void close() {
    try {
      file.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // A temporary file that stays harms nobody.
      path.toFile().deleteOnExit();
    }
  }
}
