package dev.holon.actors;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.DryRunReply;
import dev.holon.core.compute.ProcessState;
import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.StateReply;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.compute.TicksReply;
import dev.holon.protocol.BinaryReader;
import dev.holon.protocol.BinaryWriter;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.MalformedResultException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.ResultCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers of computes between nodes.
 *
 * <pre>
 * result-ready       = process | slot i64 | step i64 | cron: presence, text | timestamp i64
 *                      | result hash | result as it is stored: presence, size, bytes
 * result-in-progress = at slot i64 | of slot i64 | slots per second: the bits of a double, i64
 * ticks-caught-up, ticks-in-progress = nothing
 * dry-run-evaluated  = size i64 | result as it would be stored: presence, size, bytes
 * state-given        = size i64 | slot i64 | timestamp i64 | height i64 | bytes: presence, size, bytes
 * result-rejected, ticks-rejected, dry-run-rejected, state-rejected = code text | message text
 * </pre>
 *
 * <p>What would not fit a frame is left out: a result reads as one that is still to come, because
 * it is durable and who asks again finds it in the store; the other two read as refusals.
 */
final class ComputeReplyLayouts {
  private ComputeReplyLayouts() {}

  static List<WireLayout<?>> all() {
    return List.of(
        new WireLayout<>(
            "result-ready",
            1,
            ResultReply.Ready.class,
            (out, reply) -> put(out, reply.result()),
            ComputeReplyLayouts::takeReady),
        new WireLayout<>(
            "result-in-progress",
            1,
            ResultReply.InProgress.class,
            (out, reply) -> {
              out.putLong(reply.atSlot());
              out.putLong(reply.ofSlot());
              out.putLong(Double.doubleToLongBits(reply.slotsPerSecond()));
            },
            in ->
                new ResultReply.InProgress(
                    in.readLong(), in.readLong(), Double.longBitsToDouble(in.readLong()))),
        new WireLayout<>(
            "result-rejected",
            1,
            ResultReply.Rejected.class,
            (out, reply) -> WireFields.putRefusal(out, reply.refusal()),
            in -> new ResultReply.Rejected(WireFields.takeRefusal(in))),
        new WireLayout<>(
            "ticks-caught-up",
            1,
            TicksReply.CaughtUp.class,
            (out, reply) -> {},
            in -> new TicksReply.CaughtUp()),
        new WireLayout<>(
            "ticks-in-progress",
            1,
            TicksReply.InProgress.class,
            (out, reply) -> {},
            in -> new TicksReply.InProgress()),
        new WireLayout<>(
            "ticks-rejected",
            1,
            TicksReply.Rejected.class,
            (out, reply) -> WireFields.putRefusal(out, reply.refusal()),
            in -> new TicksReply.Rejected(WireFields.takeRefusal(in))),
        new WireLayout<>(
            "dry-run-evaluated",
            1,
            DryRunReply.Evaluated.class,
            (out, reply) -> put(out, reply),
            ComputeReplyLayouts::takeEvaluated),
        new WireLayout<>(
            "dry-run-rejected",
            1,
            DryRunReply.Rejected.class,
            (out, reply) -> WireFields.putRefusal(out, reply.refusal()),
            in -> new DryRunReply.Rejected(WireFields.takeRefusal(in))),
        new WireLayout<>(
            "state-given",
            1,
            StateReply.Given.class,
            (out, reply) -> put(out, reply.state()),
            ComputeReplyLayouts::takeGiven),
        new WireLayout<>(
            "state-rejected",
            1,
            StateReply.Rejected.class,
            (out, reply) -> WireFields.putRefusal(out, reply.refusal()),
            in -> new StateReply.Rejected(WireFields.takeRefusal(in))));
  }

  private static void put(BinaryWriter out, StoredResult result) {
    WireFields.putProcess(out, result.process());
    out.putLong(result.place().slot());
    out.putLong(result.place().step());
    WireFields.putIfPresent(out, result.cron(), BinaryWriter::putText);
    out.putLong(result.timestampMillis());
    WireFields.putId(out, result.resultHash());
    putIfItFits(out, ResultCodec.encode(result.result()));
  }

  private static ResultReply takeReady(BinaryReader in) throws MalformedResultException {
    ProcessId process = WireFields.takeProcess(in);
    ResultPlace place = new ResultPlace(in.readLong(), in.readLong());
    @Nullable String cron = WireFields.takeIfPresent(in, in::readText);
    long timestampMillis = in.readLong();
    Id hash = WireFields.takeId(in);
    byte @Nullable [] result = WireFields.takeIfPresent(in, in::readBytes);
    return result == null
        ? new ResultReply.InProgress(place.slot(), place.slot(), 0)
        : new ResultReply.Ready(
            new StoredResult(
                process, place, cron, timestampMillis, ResultCodec.decode(result), hash));
  }

  private static void put(BinaryWriter out, DryRunReply.Evaluated reply) {
    byte[] result = ResultCodec.encode(reply.result());
    out.putLong(result.length);
    putIfItFits(out, result);
  }

  private static DryRunReply takeEvaluated(BinaryReader in) throws MalformedResultException {
    long sizeBytes = in.readLong();
    byte @Nullable [] result = WireFields.takeIfPresent(in, in::readBytes);
    return result == null
        ? new DryRunReply.Rejected(tooLarge(sizeBytes))
        : new DryRunReply.Evaluated(ResultCodec.decode(result));
  }

  private static void put(BinaryWriter out, ProcessState state) {
    out.putLong(state.bytes().size());
    out.putLong(state.slot());
    out.putLong(state.timestampMillis());
    out.putLong(state.blockHeight());
    boolean isTooLarge = state.bytes().size() > ClusterMessageSerializer.PAYLOAD_BYTES_MAX;
    putIfItFits(out, isTooLarge ? null : state.bytes().toArray());
  }

  private static StateReply takeGiven(BinaryReader in) throws MalformedResultException {
    long sizeBytes = in.readLong();
    long slot = in.readLong();
    long timestampMillis = in.readLong();
    long blockHeight = in.readLong();
    byte @Nullable [] bytes = WireFields.takeIfPresent(in, in::readBytes);
    return bytes == null
        ? new StateReply.Rejected(tooLarge(sizeBytes))
        : new StateReply.Given(
            new ProcessState(Bytes.of(bytes), slot, timestampMillis, blockHeight));
  }

  private static void putIfItFits(BinaryWriter out, byte @Nullable [] payload) {
    boolean fits = payload != null && payload.length <= ClusterMessageSerializer.PAYLOAD_BYTES_MAX;
    WireFields.putIfPresent(out, fits ? payload : null, BinaryWriter::putBytes);
  }

  private static Refusal tooLarge(long sizeBytes) {
    return new Refusal(
        RefusalCode.ANSWER_TOO_LARGE,
        "the answer is "
            + sizeBytes
            + " bytes; a node of the cluster hands at most "
            + ClusterMessageSerializer.PAYLOAD_BYTES_MAX
            + " to another");
  }
}
