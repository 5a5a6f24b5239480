package dev.holon.vm.lua.machine;

/** Bytes are not a checkpoint, or not one that this engine and module can go on from. */
public final class CheckpointException extends Exception {
  private static final long serialVersionUID = 1L;

  CheckpointException(String message) {
    super(message);
  }
}
