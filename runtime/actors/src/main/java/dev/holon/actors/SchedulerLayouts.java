package dev.holon.actors;

import dev.holon.actors.ProcessScheduler.Assign;
import dev.holon.actors.ProcessScheduler.PromiseNow;
import dev.holon.actors.ProcessScheduler.PromiseReply;
import dev.holon.actors.ProcessScheduler.Schedule;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.protocol.BinaryReader;
import dev.holon.protocol.BinaryWriter;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.MalformedResultException;
import dev.holon.protocol.VerifiedItem;
import java.util.List;

/**
 * What schedulers are asked, and their answers, between nodes.
 *
 * <pre>
 * schedule     = process | item: size, bytes | chain: presence, root, depth
 * assign       = process | message | exclude: texts | chain
 * promise-now  = process
 * scheduled, already-scheduled = log entry as in the journal: size, bytes
 * schedule-rejected = code text | message text
 * promised     = head slot i64 | floor i64
 * not-promised = cause text
 * </pre>
 */
final class SchedulerLayouts {
  private SchedulerLayouts() {}

  static List<WireLayout<?>> all() {
    return List.of(
        new WireLayout<>(
            "schedule", 1, Schedule.class, SchedulerLayouts::put, SchedulerLayouts::takeSchedule),
        new WireLayout<>(
            "assign", 1, Assign.class, SchedulerLayouts::put, SchedulerLayouts::takeAssign),
        new WireLayout<>(
            "promise-now",
            1,
            PromiseNow.class,
            (out, message) -> WireFields.putProcess(out, message.process()),
            in -> new PromiseNow(WireFields.takeProcess(in))),
        new WireLayout<>(
            "scheduled",
            1,
            ScheduleReply.Scheduled.class,
            (out, reply) -> WireFields.putEntry(out, reply.entry()),
            in -> new ScheduleReply.Scheduled(WireFields.takeEntry(in))),
        new WireLayout<>(
            "already-scheduled",
            1,
            ScheduleReply.AlreadyScheduled.class,
            (out, reply) -> WireFields.putEntry(out, reply.entry()),
            in -> new ScheduleReply.AlreadyScheduled(WireFields.takeEntry(in))),
        new WireLayout<>(
            "schedule-rejected",
            1,
            ScheduleReply.Rejected.class,
            (out, reply) -> WireFields.putRefusal(out, reply.refusal()),
            in -> new ScheduleReply.Rejected(WireFields.takeRefusal(in))),
        new WireLayout<>(
            "promised",
            1,
            PromiseReply.Promised.class,
            (out, reply) -> {
              out.putLong(reply.promise().headSlot());
              out.putLong(reply.promise().floorMillis());
            },
            in -> new PromiseReply.Promised(new TimeFloors.Promise(in.readLong(), in.readLong()))),
        new WireLayout<>(
            "not-promised",
            1,
            PromiseReply.NotPromised.class,
            (out, reply) -> out.putText(reply.cause()),
            in -> new PromiseReply.NotPromised(in.readText())));
  }

  private static void put(BinaryWriter out, Schedule message) {
    WireFields.putProcess(out, message.process());
    out.putBytes(message.item().item().toBytes());
    WireFields.putIfPresent(out, message.chain(), WireFields::putChain);
  }

  // The node that sent it has checked the signature.
  private static Schedule takeSchedule(BinaryReader in)
      throws MalformedResultException, ItemException {
    return new Schedule(
        WireFields.takeProcess(in),
        VerifiedItem.vouchedForByPeer(DataItem.parseStored(in.readBytes())),
        WireFields.takeIfPresent(in, () -> WireFields.takeChain(in)));
  }

  private static void put(BinaryWriter out, Assign message) {
    WireFields.putProcess(out, message.process());
    WireFields.putId(out, message.message());
    WireFields.putTexts(out, message.exclude());
    WireFields.putIfPresent(out, message.chain(), WireFields::putChain);
  }

  private static Assign takeAssign(BinaryReader in) throws MalformedResultException {
    return new Assign(
        WireFields.takeProcess(in),
        WireFields.takeId(in),
        WireFields.takeTexts(in),
        WireFields.takeIfPresent(in, () -> WireFields.takeChain(in)));
  }
}
