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

/** An engine that counts messages, fails those whose data is "fail", and cannot undo. */
final class CountingEngine implements VmEngine {
  /** Added to each count; changing it makes a replay differ. */
  long offset;

  @Override
  public List<String> moduleFormats() {
    return List.of("counting");
  }

  @Override
  public Vm boot(ModuleCode module, ProcessEnvironment process, VmLimits limits) {
    return new Counter(0);
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
      Value output = Value.Text.of(Long.toString(count + offset));
      return new EvalOutcome.Completed(
          new Result(List.of(), List.of(), List.of(), output, 1, null));
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
