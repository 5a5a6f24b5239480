package dev.holon.actors;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.Checkpoint;
import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.ProcessCode;
import dev.holon.core.compute.ProcessLimits;
import dev.holon.core.compute.ProcessMachine;
import dev.holon.core.cron.BlockTimes;
import dev.holon.core.cron.Boundary;
import dev.holon.core.cron.Cron;
import dev.holon.core.cron.CronSchedule;
import dev.holon.core.cron.CronTags;
import dev.holon.core.record.RecordStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Boots the machine of a process: finds its module, the engine for it and its limits. Blocks;
 * thread-safe.
 */
public final class MachineFactory {
  private static final int CACHED_MAX = 256;

  private final Map<String, Found> modules = new ConcurrentHashMap<>();
  private final RecordStore records;
  private final Map<String, VmEngine> engines;
  private final VmLimits maximum;

  /**
   * @param engines the engines that the operator allows
   * @param maximum the most that a process may ask for
   */
  public MachineFactory(RecordStore records, List<VmEngine> engines, VmLimits maximum) {
    this.records = records;
    this.engines = byFormat(engines);
    this.maximum = maximum;
  }

  /** In order, so that a refusal always names the formats the same way. */
  private static Map<String, VmEngine> byFormat(List<VmEngine> engines) {
    Map<String, VmEngine> byFormat = new TreeMap<>();
    for (VmEngine engine : engines) {
      for (String format : engine.moduleFormats()) {
        byFormat.put(format, engine);
      }
    }
    return byFormat;
  }

  /** A machine, or why this node has none for the process. */
  public sealed interface Boot {
    record Booted(ProcessMachine machine) implements Boot {}

    record Refused(Refusal refusal) implements Boot {}
  }

  /** Why the process of this spawn item cannot run here; empty when it can. */
  public Optional<Refusal> check(DataItem spawn) {
    return switch (demands(spawn)) {
      case Demands.Unmet unmet -> Optional.of(unmet.refusal());
      case Demands.Met met -> Optional.empty();
    };
  }

  /** A record of the node, such as a module. */
  Optional<DataItem> record(Id id) {
    return records.find(id).map(RecordStore.StoredRecord::item);
  }

  /** A machine before slot 0. */
  public Boot boot(EvaluableEntry spawn, BlockTimes blocks) {
    return switch (demands(spawn.entry().message().orElseThrow())) {
      case Demands.Unmet unmet -> new Boot.Refused(unmet.refusal());
      case Demands.Met met -> {
        try {
          yield new Boot.Booted(ProcessMachine.boot(met.code(), spawn, met.crons(spawn, blocks)));
        } catch (VmBootException e) {
          yield new Boot.Refused(
              new Refusal(RefusalCode.MODULE_DOES_NOT_LOAD, String.valueOf(e.getMessage())));
        }
      }
    };
  }

  /**
   * A machine in the state of a checkpoint; empty when the process cannot run here at all.
   *
   * @throws VmBootException when the checkpoint cannot be used
   */
  Optional<ProcessMachine> restore(EvaluableEntry spawn, BlockTimes blocks, Checkpoint checkpoint)
      throws VmBootException {
    return switch (demands(spawn.entry().message().orElseThrow())) {
      case Demands.Unmet unmet -> Optional.empty();
      case Demands.Met met ->
          Optional.of(
              ProcessMachine.restore(met.code(), spawn, met.crons(spawn, blocks), checkpoint));
    };
  }

  /** What a process asks for, if this node has it. */
  private sealed interface Demands {
    record Met(ProcessCode code, List<Cron> crons) implements Demands {
      CronSchedule crons(EvaluableEntry spawn, BlockTimes blocks) {
        LogEntry origin = spawn.entry();
        return new CronSchedule(
            crons, new Boundary(origin.timestampMillis(), origin.blockHeight()), blocks);
      }
    }

    record Unmet(Refusal refusal) implements Demands {}
  }

  private Demands demands(DataItem spawn) {
    return switch (find(spawn.tag("Module").orElse(""))) {
      case Found.Nothing nothing -> new Demands.Unmet(nothing.refusal());
      case Found.Module found ->
          switch (ProcessLimits.read(spawn.tags(), found.code().tags(), maximum)) {
            case ProcessLimits.Reading.Unusable unusable -> new Demands.Unmet(unusable.refusal());
            case ProcessLimits.Reading.Limits limits ->
                switch (CronTags.read(spawn.tags())) {
                  case CronTags.Reading.Unusable unusable -> new Demands.Unmet(unusable.refusal());
                  case CronTags.Reading.Crons crons ->
                      new Demands.Met(
                          new ProcessCode(found.engine(), found.code(), limits.limits()),
                          crons.crons());
                };
          };
    };
  }

  private sealed interface Found {
    record Module(ModuleCode code, VmEngine engine) implements Found {}

    record Nothing(Refusal refusal) implements Found {}
  }

  // Modules never change, so what was found once stays true; a miss may be filled later.
  private Found find(String moduleId) {
    Found known = modules.get(moduleId);
    if (known != null) {
      return known;
    }
    Found found = read(moduleId);
    if (found instanceof Found.Module) {
      if (modules.size() >= CACHED_MAX) {
        modules.clear();
      }
      modules.put(moduleId, found);
    }
    return found;
  }

  private Found read(String moduleId) {
    Optional<DataItem> item =
        Id.isId(moduleId)
            ? records.find(Id.parse(moduleId)).map(RecordStore.StoredRecord::item)
            : Optional.empty();
    if (item.isEmpty() || !item.get().tag("Type").orElse("").equals("Module")) {
      return nothing(
          RefusalCode.UNKNOWN_MODULE, "module " + moduleId + " is not known to this node");
    }
    String format = item.get().tag("Module-Format").orElse("");
    VmEngine engine = engines.get(format);
    if (engine == null) {
      String message =
          "module "
              + moduleId
              + " has the format "
              + format
              + ": this node runs "
              + engines.keySet();
      return nothing(RefusalCode.ENGINE_NOT_ALLOWED, message);
    }
    DataItem module = item.get();
    ModuleCode code =
        new ModuleCode(
            module.id(), module.signerAddress(), format, module.tags(), Bytes.of(module.data()));
    return new Found.Module(code, engine);
  }

  private static Found nothing(RefusalCode code, String message) {
    return new Found.Nothing(new Refusal(code, message));
  }
}
