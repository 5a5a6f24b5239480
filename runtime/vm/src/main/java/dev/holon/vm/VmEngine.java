package dev.holon.vm;

import dev.holon.protocol.Bytes;
import java.util.List;

/** Makes machines for modules of one format. Thread-safe. */
public interface VmEngine {

  /** The values of {@code Module-Format} this engine runs; the first is its own name for it. */
  List<String> moduleFormats();

  /**
   * Starts a machine in the state before the first message. The same module, process and limits
   * give the same state.
   *
   * @throws VmBootException when the module does not load
   */
  Vm boot(ModuleCode module, ProcessEnvironment process, VmLimits limits) throws VmBootException;

  /**
   * A machine in the state that {@link Vm#checkpoint} wrote; it goes on as the other would have.
   *
   * @throws VmBootException when the bytes are damaged, or of another process, module or version
   * @throws UnsupportedOperationException when {@link Vm#canCheckpoint} is false
   */
  default Vm restore(
      ModuleCode module, ProcessEnvironment process, VmLimits limits, Bytes checkpoint)
      throws VmBootException {
    throw new UnsupportedOperationException("this engine cannot read a state from bytes");
  }
}
