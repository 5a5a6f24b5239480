package dev.holon.simulation.world;

import dev.holon.core.compute.Checkpoint;
import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.ProcessCode;
import dev.holon.core.compute.ProcessMachine;
import dev.holon.core.cron.BlockTimes;
import dev.holon.core.cron.Boundary;
import dev.holon.core.cron.CronSchedule;
import dev.holon.core.cron.CronTags;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmLimits;
import java.util.List;

/** Makes machines of toys; see {@link ToyEngine}. */
final class ToyMachines {
  static final Id MODULE = Id.of(new byte[Id.SIZE_BYTES]);

  private final ProcessCode code;
  private final BlockTimes blocks;

  ToyMachines(WorldWallets wallets, BlockTimes blocks) {
    ModuleCode module =
        new ModuleCode(
            MODULE, wallets.scheduler().address(), ToyEngine.FORMAT, List.of(), Bytes.EMPTY);
    this.code = new ProcessCode(new ToyEngine(), module, VmLimits.DEFAULT);
    this.blocks = blocks;
  }

  /** Before slot 0. */
  ProcessMachine boot(EvaluableEntry spawn) {
    try {
      return ProcessMachine.boot(code, spawn, crons(spawn));
    } catch (VmBootException e) {
      throw new IllegalStateException("a toy always boots", e);
    }
  }

  ProcessMachine restore(EvaluableEntry spawn, Checkpoint checkpoint) throws VmBootException {
    return ProcessMachine.restore(code, spawn, crons(spawn), checkpoint);
  }

  private CronSchedule crons(EvaluableEntry spawn) {
    Boundary origin = new Boundary(spawn.entry().timestampMillis(), spawn.entry().blockHeight());
    CronTags.Reading reading = CronTags.read(spawn.entry().message().orElseThrow().tags());
    if (reading instanceof CronTags.Reading.Crons crons) {
      return new CronSchedule(crons.crons(), origin, blocks);
    }
    throw new IllegalStateException("the crons of a toy are right");
  }
}
