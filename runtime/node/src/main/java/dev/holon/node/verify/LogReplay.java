package dev.holon.node.verify;

import dev.holon.actors.MachineFactory;
import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.ProcessMachine;
import dev.holon.core.cron.BlockTimes;
import dev.holon.core.cron.CronTags;
import dev.holon.core.record.RecordStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.verify.Replay;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.log.BuiltInItems;
import dev.holon.node.log.LogSource;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.Verifier;
import dev.holon.vm.VmFaultException;
import dev.holon.vm.VmLimits;
import dev.holon.vm.lua.LuaEngine;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates a log from its source, as far as this program can. */
final class LogReplay {
  /** What a process may ask for here is what it asked for: the limit decides results. */
  private static final VmLimits MOST =
      new VmLimits(Long.MAX_VALUE, Long.MAX_VALUE, VmLimits.DEFAULT.outputBytesMax());

  private final LogSource source;
  private final Verifier verifier;
  private @Nullable Replay replay;
  private @Nullable String obstacle;
  private @Nullable Id newest;
  private long slots;

  LogReplay(LogSource source, Verifier verifier) {
    this.source = source;
    this.verifier = verifier;
  }

  /** Evaluates the next slot; null when that is not possible, or was not before. */
  @Nullable Id evaluate(LogEntry entry) throws ClientFailure {
    if (obstacle != null) {
      return null;
    }
    try {
      Optional<DataItem> message = messageOf(entry);
      if (message.isEmpty()) {
        obstacle = "slot " + entry.slot() + ": " + source.name() + " lacks " + entry.itemId();
        return null;
      }
      EvaluableEntry evaluable = new EvaluableEntry(entry, message.get());
      Replay current = replay;
      if (current == null) {
        current = new Replay(boot(evaluable));
        replay = current;
      }
      newest = current.evaluate(evaluable);
      slots++;
      return newest;
    } catch (LogSource.UnreadableException | ItemException | VmFaultException e) {
      obstacle = "slot " + entry.slot() + ": " + e.getMessage();
      return null;
    }
  }

  private Optional<DataItem> messageOf(LogEntry entry)
      throws ClientFailure, LogSource.UnreadableException, ItemException {
    if (entry.message().isPresent()) {
      return entry.message();
    }
    return signedItem(entry.itemId());
  }

  private Optional<DataItem> signedItem(Id id)
      throws ClientFailure, LogSource.UnreadableException, ItemException {
    Optional<DataItem> own = BuiltInItems.find(id);
    Optional<DataItem> item = own.isPresent() ? own : source.item(id);
    if (item.isPresent()) {
      verifier.verify(item.get());
    }
    return item;
  }

  private ProcessMachine boot(EvaluableEntry spawn)
      throws ClientFailure, LogSource.UnreadableException, ItemException {
    DataItem item = spawn.entry().message().orElseThrow();
    if (hasCrons(item)) {
      throw new LogSource.UnreadableException(
          "the process has crons, whose ticks see blocks that are not in the log");
    }
    String module = item.tag("Module").orElse("");
    if (!Id.isId(module)) {
      throw new LogSource.UnreadableException("the process names no module");
    }
    MachineFactory factory =
        new MachineFactory(
            new OneRecord(signedItem(Id.parse(module))), List.of(new LuaEngine()), MOST);
    return switch (factory.boot(spawn, NoBlocks.INSTANCE)) {
      case MachineFactory.Boot.Booted booted -> booted.machine();
      case MachineFactory.Boot.Refused refused ->
          throw new LogSource.UnreadableException(refused.refusal().message());
    };
  }

  private static boolean hasCrons(DataItem spawn) {
    return CronTags.read(spawn.tags()) instanceof CronTags.Reading.Crons crons
        && !crons.crons().isEmpty();
  }

  VerificationReport.Replayed report() {
    return new VerificationReport.Replayed(slots, newest, obstacle);
  }

  /** The module, as the store that a machine is booted from. */
  private record OneRecord(Optional<DataItem> item) implements RecordStore {
    @Override
    public void put(DataItem other, long blockHeight, long timestampMillis) {
      throw new UnsupportedOperationException("it is only read");
    }

    @Override
    public Optional<StoredRecord> find(Id id) {
      return item.filter(found -> found.id().equals(id))
          .map(found -> new StoredRecord(found, 0, 0));
    }

    @Override
    public List<StoredRecord> all() {
      return item.map(found -> new StoredRecord(found, 0, 0)).stream().toList();
    }
  }

  /** For processes without crons, which never ask. */
  private enum NoBlocks implements BlockTimes {
    INSTANCE;

    @Override
    public long heightAt(long millis) {
      return 0;
    }

    @Override
    public long timestampMillis(long height) {
      return 0;
    }

    @Override
    public long completeUntilMillis() {
      return Long.MAX_VALUE;
    }
  }
}
