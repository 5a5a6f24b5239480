package dev.holon.node.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holon.core.verify.LogFault;
import dev.holon.node.client.ClientContext;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a report for a person or a program, and how far the work is meanwhile. */
final class ReportText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PROGRESS_NANOS = 1_000_000_000L;

  private final ClientContext context;
  private final boolean isJson;
  private final long startNanos = System.nanoTime();
  private long shownNanos = startNanos;

  ReportText(ClientContext context, boolean isJson) {
    this.context = context;
    this.isJson = isJson;
  }

  /** At most a line a second, to the errors, and none for short logs. */
  void progress(long slots) {
    long now = System.nanoTime();
    if (now - shownNanos >= PROGRESS_NANOS) {
      shownNanos = now;
      double seconds = (now - startNanos) / 1e9;
      context.errors().printf(Locale.ROOT, "%,d slots, %,.0f/s%n", slots, slots / seconds);
    }
  }

  void print(VerificationReport report) {
    if (isJson) {
      context.out().println(json(report));
    } else {
      text(report);
    }
  }

  private void text(VerificationReport report) {
    PrintStream out = context.out();
    double seconds = Math.max(1, report.millis()) / 1e3;
    out.println("process    " + report.process());
    out.println("log        " + report.source());
    out.println("scheduler  " + (report.scheduler().isEmpty() ? "-" : report.scheduler()));
    out.printf(
        Locale.ROOT,
        "slots      %,d right, %.1f s, %,.0f/s%n",
        report.slots(),
        seconds,
        report.slots() / seconds);
    VerificationReport.Replayed replay = report.replay();
    out.printf(
        Locale.ROOT,
        "results    %,d evaluated, hash %s%n",
        replay.slots(),
        replay.resultHash() == null ? "-" : replay.resultHash());
    if (replay.obstacle() != null) {
      out.println("           not further: " + replay.obstacle());
    }
    for (VerificationReport.Comparison node : report.comparisons()) {
      out.println("compared   " + node.node() + outcome(node));
    }
    if (report.fault() != null) {
      out.println("WRONG      " + report.fault());
    }
    out.println(verdict(report));
  }

  private static String outcome(VerificationReport.Comparison node) {
    if (node.difference() != null) {
      return ": DIFFERENT from " + node.difference();
    }
    String until =
        node.comparedSlot() < 0 ? ": nothing" : ": equal up to slot " + node.comparedSlot();
    return node.obstacle() == null ? until : until + ", then: " + node.obstacle();
  }

  private static String verdict(VerificationReport report) {
    if (!report.isRight()) {
      return "not what it claims to be";
    }
    return report.isComplete() ? "all is right" : "nothing is wrong, but not all was looked at";
  }

  private static ObjectNode json(VerificationReport report) {
    ObjectNode json = JSON.createObjectNode();
    json.put("process", report.process().toString());
    json.put("source", report.source());
    json.put("scheduler", report.scheduler());
    json.put("isRight", report.isRight());
    json.put("isComplete", report.isComplete());
    json.put("slots", report.slots());
    json.set("fault", fault(report.fault()));
    VerificationReport.Replayed replay = report.replay();
    json.put("evaluatedSlots", replay.slots());
    json.put("resultHash", replay.resultHash() == null ? null : replay.resultHash().toString());
    json.put("obstacle", replay.obstacle());
    ArrayNode nodes = json.putArray("comparisons");
    for (VerificationReport.Comparison node : report.comparisons()) {
      ObjectNode one = nodes.addObject();
      one.put("node", node.node());
      one.put("comparedSlot", node.comparedSlot());
      one.set("difference", fault(node.difference()));
      one.put("obstacle", node.obstacle());
    }
    json.put("millis", report.millis());
    return json;
  }

  private static @Nullable ObjectNode fault(@Nullable LogFault fault) {
    if (fault == null) {
      return null;
    }
    ObjectNode json = JSON.createObjectNode();
    json.put("slot", fault.slot());
    json.put("kind", fault.kind().name());
    json.put("text", fault.text());
    return json;
  }
}
