package dev.holon.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.cron.BlockTimes;
import dev.holon.core.cron.Boundary;
import dev.holon.core.cron.Cron;
import dev.holon.core.cron.CronSchedule;
import dev.holon.core.cron.CronTags;
import dev.holon.core.cron.Tick;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.gateway.wire.TagsJson;
import dev.holon.protocol.ProcessId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** A process's crons, when each ran and runs next, and how far the evaluation is behind. */
final class CronReport {
  private final NodePorts ports;
  private final BlockTimes blocks;

  CronReport(NodePorts ports) {
    this.ports = ports;
    this.blocks = ports.blockTimes();
  }

  /**
   * How a cron stands.
   *
   * @param nextMillis the earliest tick without a result; null for block-based crons
   * @param nextHeight the same for block-based crons
   */
  private record Standing(
      CronSchedule.Named named,
      @Nullable Long lastMillis,
      @Nullable Long nextMillis,
      @Nullable Long nextHeight) {}

  /** The report. Blocks. */
  HttpResponse answer(ProcessId process) {
    LogEntry spawn =
        ports
            .schedule()
            .entry(process, 0)
            .orElseThrow(() -> RequestFault.unknown("no process " + process + " on this node"));
    List<Standing> standings = standings(spawn);
    long nowMillis = ports.clock().millis();
    long lagMillis =
        standings.stream()
            .map(Standing::nextMillis)
            .filter(next -> next != null)
            .mapToLong(next -> Math.max(0, nowMillis - next))
            .max()
            .orElse(0);
    boolean isMonitored = ports.monitors().find(process).isPresent();
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("process", process.toString());
          json.writeNumberField("nowMillis", nowMillis);
          json.writeNumberField("lagMillis", lagMillis);
          json.writeBooleanField("isMonitored", isMonitored);
          json.writeArrayFieldStart("crons");
          for (Standing standing : standings) {
            write(json, standing);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private List<Standing> standings(LogEntry spawn) {
    CronTags.Reading reading =
        CronTags.read(spawn.message().map(item -> item.tags()).orElse(List.of()));
    if (!(reading instanceof CronTags.Reading.Crons read)) {
      return List.of();
    }
    Boundary origin = boundary(spawn);
    // The gap that the evaluation is in.
    long slot = ports.results().newest(spawn.process()).map(StoredResult::slot).orElse(0L);
    LogEntry left = ports.schedule().entry(spawn.process(), slot).orElse(spawn);
    List<Standing> standings = new ArrayList<>();
    for (CronSchedule.Named named : new CronSchedule(read.crons(), origin, blocks).named()) {
      Optional<StoredResult> newest = ports.results().newestTick(spawn.process(), named.name());
      Long lastMillis = newest.map(StoredResult::timestampMillis).orElse(null);
      boolean isBlock = named.cron().unit() == Cron.Unit.BLOCKS;
      standings.add(
          new Standing(
              named,
              lastMillis,
              isBlock ? null : nextMillis(named.cron(), origin, left, newest),
              isBlock ? nextHeight(named.cron(), origin, left, lastMillis) : null));
    }
    return standings;
  }

  private @Nullable Long nextMillis(
      Cron cron, Boundary origin, LogEntry left, Optional<StoredResult> newest) {
    Tick last =
        newest
            .filter(stored -> stored.slot() == left.slot())
            .map(StoredResult::timestampMillis)
            .map(millis -> new Tick(millis, false, 0, millis, 0))
            .orElse(null);
    return new CronSchedule(List.of(cron), origin, blocks)
        .nextLook(boundary(left), last, Long.MAX_VALUE)
        .orElseThrow();
  }

  private Long nextHeight(Cron cron, Boundary origin, LogEntry left, @Nullable Long lastMillis) {
    long since = Math.max(left.timestampMillis(), lastMillis == null ? 0 : lastMillis);
    long height = 1 + Math.max(origin.blockHeight(), blocks.heightAt(since));
    return height + Math.floorMod(origin.blockHeight() - height, cron.every());
  }

  private static Boundary boundary(LogEntry entry) {
    return new Boundary(entry.timestampMillis(), entry.blockHeight());
  }

  private static void write(JsonGenerator json, Standing standing) throws IOException {
    Cron cron = standing.named().cron();
    json.writeStartObject();
    json.writeStringField("cron", standing.named().name());
    json.writeStringField("interval", cron.interval());
    json.writeStringField("unit", cron.unit() == Cron.Unit.BLOCKS ? "blocks" : "seconds");
    json.writeNumberField("every", cron.every());
    json.writeFieldName("tags");
    TagsJson.write(json, cron.tags());
    writeOptional(json, "lastRunMillis", standing.lastMillis());
    writeOptional(json, "nextRunMillis", standing.nextMillis());
    writeOptional(json, "nextRunHeight", standing.nextHeight());
    json.writeEndObject();
  }

  private static void writeOptional(JsonGenerator json, String name, @Nullable Long number)
      throws IOException {
    if (number == null) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, number);
    }
  }
}
