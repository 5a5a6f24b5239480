package dev.holon.simulation.world;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Result;
import dev.holon.protocol.Result.OutboundMessage;
import dev.holon.protocol.Result.OutboundSpawn;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Value;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.ProcessEnvironment;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the processes of a world: two numbers, and a few things to do with them. Small, because the
 * world asks what the node does around a machine.
 *
 * <table>
 *   <caption>What the tag Action asks for</caption>
 *   <tr><td>Add</td><td>adds 1</td></tr>
 *   <tr><td>Fan</td><td>sends Add to each process that Data lists</td></tr>
 *   <tr><td>Hop</td><td>sends Hop on around the processes that Data lists, one step less to go</td></tr>
 *   <tr><td>Spawn</td><td>spawns a process</td></tr>
 *   <tr><td>Spawned</td><td>sends Add to the process that was spawned</td></tr>
 *   <tr><td>Fail</td><td>fails, after it has added 1</td></tr>
 *   <tr><td>Tick</td><td>a cron's: adds 1, and sends Add to itself each third time</td></tr>
 * </table>
 */
final class ToyEngine implements VmEngine {
  static final String FORMAT = "toy-of-the-simulated-world";

  /** Tag that names a message among all that its process sends. */
  static final String REFERENCE = "Reference";

  @Override
  public List<String> moduleFormats() {
    return List.of(FORMAT);
  }

  @Override
  public Vm boot(ModuleCode module, ProcessEnvironment process, VmLimits limits) {
    return new Toy(process, 0, 0);
  }

  @Override
  public Vm restore(
      ModuleCode module, ProcessEnvironment process, VmLimits limits, Bytes checkpoint)
      throws VmBootException {
    if (checkpoint.size() != 2 * Long.BYTES) {
      throw new VmBootException("a toy's state has 16 bytes, got " + checkpoint.size());
    }
    ByteBuffer state = ByteBuffer.wrap(checkpoint.toArray());
    return new Toy(process, state.getLong(), state.getLong());
  }

  private static final class Toy implements Vm {
    private static final long GAS = 10;

    private final ProcessEnvironment process;
    private long sum;
    private long sentCount;

    Toy(ProcessEnvironment process, long sum, long sentCount) {
      this.process = process;
      this.sum = sum;
      this.sentCount = sentCount;
    }

    @Override
    public EvalOutcome evaluate(EvalMessage message) {
      String action = Tag.first(message.tags(), "Action").orElse("");
      if (action.equals("Fail")) {
        return new EvalOutcome.Failed(Value.Text.of("as it was asked to"), GAS);
      }
      List<OutboundMessage> messages = new ArrayList<>();
      List<OutboundSpawn> spawns = new ArrayList<>();
      switch (action) {
        case "Fan" -> targets(message).forEach(target -> messages.add(send(target, "Add", "")));
        case "Hop" -> hop(message, messages);
        case "Spawn" ->
            spawns.add(new OutboundSpawn("", List.of(moduleTag(), reference()), Bytes.EMPTY));
        case "Spawned" ->
            Tag.first(message.tags(), "Process")
                .ifPresent(child -> messages.add(send(child, "Add", "")));
        case "Tick" -> {
          if (sum % 3 == 0) {
            messages.add(send(process.id().toString(), "Add", ""));
          }
        }
        default -> {}
      }
      sum++;
      Result result =
          new Result(messages, spawns, List.of(), Value.Text.of(Long.toString(sum)), GAS, null);
      return new EvalOutcome.Completed(result);
    }

    private void hop(EvalMessage message, List<OutboundMessage> messages) {
      List<String> path = targets(message);
      int left = Integer.parseInt(Tag.first(message.tags(), "Left").orElse("0"));
      if (left > 0 && !path.isEmpty()) {
        OutboundMessage next = send(path.get(left % path.size()), "Hop", String.join(",", path));
        List<Tag> tags = new ArrayList<>(next.tags());
        tags.add(new Tag("Left", Integer.toString(left - 1)));
        messages.add(new OutboundMessage(next.target(), next.anchor(), tags, next.data()));
      }
    }

    private static List<String> targets(EvalMessage message) {
      Bytes data = message.data();
      String text = data == null ? "" : new String(data.toArray(), StandardCharsets.UTF_8);
      return text.isBlank() ? List.of() : List.of(text.split(",", -1));
    }

    private OutboundMessage send(String target, String action, String data) {
      return new OutboundMessage(
          target,
          "",
          List.of(new Tag("Action", action), reference()),
          Bytes.of(data.getBytes(StandardCharsets.UTF_8)));
    }

    private Tag reference() {
      sentCount++;
      return new Tag(REFERENCE, Long.toString(sentCount));
    }

    private Tag moduleTag() {
      return new Tag("Module", Tag.first(process.tags(), "Module").orElse(""));
    }

    @Override
    public boolean isUsable() {
      return true;
    }

    @Override
    public Vm fork() {
      return new Toy(process, sum, sentCount);
    }

    @Override
    public boolean canCheckpoint() {
      return true;
    }

    @Override
    public Bytes checkpoint() {
      return Bytes.of(ByteBuffer.allocate(2 * Long.BYTES).putLong(sum).putLong(sentCount).array());
    }
  }
}
