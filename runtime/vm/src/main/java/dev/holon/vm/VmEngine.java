package dev.holon.vm;

/** Makes machines for modules of one format. Thread-safe. */
public interface VmEngine {

  /** The {@code Module-Format} this engine runs. */
  String moduleFormat();

  /**
   * Starts a machine in the state before the first message. The same module, process and limits
   * give the same state.
   *
   * @throws VmBootException when the module does not load
   */
  Vm boot(ModuleCode module, ProcessEnvironment process, VmLimits limits) throws VmBootException;
}
