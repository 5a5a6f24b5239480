package dev.holon.actors;

import dev.holon.actors.ProcessCompute.Assigned;
import dev.holon.actors.ProcessCompute.AwaitResult;
import dev.holon.actors.ProcessCompute.AwaitTicks;
import dev.holon.actors.ProcessCompute.Committed;
import dev.holon.actors.ProcessCompute.CronDue;
import dev.holon.core.compute.DryRunMessage;
import dev.holon.protocol.BinaryReader;
import dev.holon.protocol.BinaryWriter;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.MalformedResultException;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;

/**
 * What computes and messengers are asked and told between nodes. An address is an actor's, as text,
 * to which the answer goes.
 *
 * <pre>
 * assigned     = log entry as in the journal: size, bytes
 * committed    = slot i64
 * wake, cron-due, wake-messenger = nothing
 * await-result = slot i64 | longest wait in ms i64 | address text
 * await-ticks  = longest wait in ms i64 | address text
 * dry-run      = slot i64 | address text | message
 * read-state   = slot i64 | address text
 * message      = id? owner target? anchor? data? tags signature? timestamp? height?
 *                ?: a presence, then the field when it is 01
 * </pre>
 */
final class ComputeLayouts {
  private final ActorRefResolver addresses;

  ComputeLayouts(ActorRefResolver addresses) {
    this.addresses = addresses;
  }

  List<WireLayout<?>> all() {
    return List.of(
        new WireLayout<>(
            "assigned",
            1,
            Assigned.class,
            (out, message) -> WireFields.putEntry(out, message.entry()),
            in -> new Assigned(WireFields.takeEntry(in))),
        new WireLayout<>(
            "committed",
            1,
            Committed.class,
            (out, message) -> out.putLong(message.slot()),
            in -> new Committed(in.readLong())),
        new WireLayout<>(
            "wake",
            1,
            ProcessCompute.Wake.class,
            (out, message) -> {},
            in -> new ProcessCompute.Wake()),
        new WireLayout<>("cron-due", 1, CronDue.class, (out, message) -> {}, in -> new CronDue()),
        new WireLayout<>(
            "wake-messenger",
            1,
            ProcessMessenger.Wake.class,
            (out, message) -> {},
            in -> new ProcessMessenger.Wake()),
        new WireLayout<>("await-result", 1, AwaitResult.class, this::put, this::takeAwaitResult),
        new WireLayout<>("await-ticks", 1, AwaitTicks.class, this::put, this::takeAwaitTicks),
        new WireLayout<>("dry-run", 1, StateQuestions.DryRun.class, this::put, this::takeDryRun),
        new WireLayout<>(
            "read-state", 1, StateQuestions.ReadState.class, this::put, this::takeReadState));
  }

  private void putAddress(BinaryWriter out, ActorRef<?> address) {
    out.putText(addresses.toSerializationFormat(address));
  }

  private <T> ActorRef<T> takeAddress(BinaryReader in) throws MalformedResultException {
    return addresses.resolveActorRef(in.readText());
  }

  private void put(BinaryWriter out, AwaitResult message) {
    out.putLong(message.slot());
    WireFields.putDuration(out, message.waitMax());
    putAddress(out, message.replyTo());
  }

  private AwaitResult takeAwaitResult(BinaryReader in) throws MalformedResultException {
    return new AwaitResult(in.readLong(), WireFields.takeDuration(in), takeAddress(in));
  }

  private void put(BinaryWriter out, AwaitTicks message) {
    WireFields.putDuration(out, message.waitMax());
    putAddress(out, message.replyTo());
  }

  private AwaitTicks takeAwaitTicks(BinaryReader in) throws MalformedResultException {
    return new AwaitTicks(WireFields.takeDuration(in), takeAddress(in));
  }

  private void put(BinaryWriter out, StateQuestions.ReadState message) {
    out.putLong(message.atSlot());
    putAddress(out, message.replyTo());
  }

  private StateQuestions.ReadState takeReadState(BinaryReader in) throws MalformedResultException {
    return new StateQuestions.ReadState(in.readLong(), takeAddress(in));
  }

  private void put(BinaryWriter out, StateQuestions.DryRun question) {
    out.putLong(question.atSlot());
    putAddress(out, question.replyTo());
    DryRunMessage message = question.message();
    WireFields.putIfPresent(out, message.id(), BinaryWriter::putText);
    out.putText(message.owner());
    WireFields.putIfPresent(out, message.target(), BinaryWriter::putText);
    WireFields.putIfPresent(out, message.anchor(), BinaryWriter::putText);
    WireFields.putIfPresent(out, message.data(), (to, data) -> to.putBytes(data.toArray()));
    WireFields.putTags(out, message.tags());
    WireFields.putIfPresent(out, message.signature(), BinaryWriter::putText);
    WireFields.putIfPresent(out, message.timestampMillis(), BinaryWriter::putLong);
    WireFields.putIfPresent(out, message.blockHeight(), BinaryWriter::putLong);
  }

  private StateQuestions.DryRun takeDryRun(BinaryReader in) throws MalformedResultException {
    long atSlot = in.readLong();
    ActorRef<dev.holon.core.compute.DryRunReply> replyTo = takeAddress(in);
    DryRunMessage message =
        new DryRunMessage(
            WireFields.takeIfPresent(in, in::readText),
            in.readText(),
            WireFields.takeIfPresent(in, in::readText),
            WireFields.takeIfPresent(in, in::readText),
            WireFields.takeIfPresent(in, () -> Bytes.of(in.readBytes())),
            WireFields.takeTags(in),
            WireFields.takeIfPresent(in, in::readText),
            WireFields.takeIfPresent(in, in::readLong),
            WireFields.takeIfPresent(in, in::readLong));
    return new StateQuestions.DryRun(message, atSlot, replyTo);
  }
}
