package dev.holon.protocol;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of evaluating one slot, as the compute unit's protocol shows it. An errored result
 * has empty lists, an empty output and the error.
 *
 * @param messages messages to push, in the order the process sent them
 * @param spawns processes to spawn
 * @param assignments existing messages to assign to processes
 * @param output what the evaluation printed or returned; {@code Text} empty when nothing
 * @param gasUsed gas that the evaluation used
 * @param error the process's error, of any JSON type; null when the evaluation succeeded
 */
public record Result(
    List<OutboundMessage> messages,
    List<OutboundSpawn> spawns,
    List<OutboundAssignment> assignments,
    Value output,
    long gasUsed,
    @Nullable Value error) {

  public Result {
    if (gasUsed < 0) {
      throw new IllegalArgumentException("negative gas: " + gasUsed);
    }
    messages = List.copyOf(messages);
    spawns = List.copyOf(spawns);
    assignments = List.copyOf(assignments);
  }

  /** Output when the process gave none. */
  public static final Value NO_OUTPUT = new Value.Text(Bytes.EMPTY);

  /** A failed evaluation: nothing but the error and the gas spent on it. */
  public static Result failed(Value error, long gasUsed) {
    return new Result(List.of(), List.of(), List.of(), NO_OUTPUT, gasUsed, error);
  }

  public boolean isError() {
    return error != null;
  }

  public Optional<Value> errorValue() {
    return Optional.ofNullable(error);
  }

  /**
   * A message a process sends. Target is a process id or a wallet address, as the process wrote it.
   */
  public record OutboundMessage(
      String target, String anchor, List<Tag> tags, @Nullable Bytes data) {
    public OutboundMessage {
      tags = List.copyOf(tags);
    }
  }

  /** A process that a process spawns. */
  public record OutboundSpawn(String anchor, List<Tag> tags, @Nullable Bytes data) {
    public OutboundSpawn {
      tags = List.copyOf(tags);
    }
  }

  /** An existing message to be assigned to processes. */
  public record OutboundAssignment(
      List<String> processes, String message, boolean isBaseLayer, List<String> exclude) {
    public OutboundAssignment {
      processes = List.copyOf(processes);
      exclude = List.copyOf(exclude);
    }
  }
}
