package dev.holon.core.compute;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Result;
import dev.holon.protocol.Value;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.ProcessEnvironment;
import dev.holon.vm.Vm;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import java.util.List;

/**
 * An engine that counts messages, fails those whose data is "fail", and cannot undo. A cron's
 * message is counted with its tags and time, and sends one.
 */
final class CountingEngine implements VmEngine {
  /** Added to each count; changing it makes a replay differ. */
  long offset;

  /** Added to the count that a checkpoint holds; makes it one of another state. */
  long checkpointOffset;

  @Override
  public List<String> moduleFormats() {
    return List.of("counting");
  }

  @Override
  public Vm boot(ModuleCode module, ProcessEnvironment process, VmLimits limits) {
    return new Counter(0);
  }

  @Override
  public Vm restore(
      ModuleCode module, ProcessEnvironment process, VmLimits limits, Bytes checkpoint) {
    return new Counter(Long.parseLong(checkpoint.toUtf8()));
  }

  private final class Counter implements Vm {
    private long count;
    private boolean isUsable = true;

    Counter(long count) {
      this.count = count;
    }

    @Override
    public EvalOutcome evaluate(EvalMessage message) {
      count++;
      Bytes data = message.data();
      if (data != null && data.toUtf8().equals("fail")) {
        isUsable = false;
        return new EvalOutcome.Failed(Value.Text.of("told to fail"), 1);
      }
      String cron =
          message.isCron()
              ? " " + message.tags() + message.timestampMillis() + "@" + message.blockHeight()
              : "";
      Value output = Value.Text.of((count + offset) + cron);
      List<Result.OutboundMessage> messages =
          message.isCron()
              ? List.of(new Result.OutboundMessage("target", "", List.of(), Bytes.EMPTY))
              : List.of();
      return new EvalOutcome.Completed(new Result(messages, List.of(), List.of(), output, 1, null));
    }

    @Override
    public boolean canCheckpoint() {
      return true;
    }

    @Override
    public Bytes checkpoint() {
      return Bytes.ofUtf8(Long.toString(count + checkpointOffset));
    }

    @Override
    public boolean isUsable() {
      return isUsable;
    }

    @Override
    public Vm fork() {
      return new Counter(count);
    }
  }
}
