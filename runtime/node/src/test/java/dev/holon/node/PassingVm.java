package dev.holon.node;

import dev.holon.protocol.Bytes;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.Vm;

/** A machine that passes everything on to another. */
class PassingVm implements Vm {
  final Vm vm;

  PassingVm(Vm vm) {
    this.vm = vm;
  }

  @Override
  public EvalOutcome evaluate(EvalMessage message) {
    return vm.evaluate(message);
  }

  @Override
  public boolean isUsable() {
    return vm.isUsable();
  }

  @Override
  public Vm fork() {
    return vm.fork();
  }

  @Override
  public boolean canCheckpoint() {
    return vm.canCheckpoint();
  }

  @Override
  public Bytes checkpoint() {
    return vm.checkpoint();
  }
}
