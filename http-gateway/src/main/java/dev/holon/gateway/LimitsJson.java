package dev.holon.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holon.actors.ProcessUnits;
import dev.holon.actors.StoreCalls;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.cron.CronTags;
import dev.holon.core.messenger.ChainLimits;
import dev.holon.core.trace.TraceLimits;
import dev.holon.gateway.graphql.GraphqlLimits;
import dev.holon.gateway.guard.GuardSettings;
import dev.holon.gateway.live.LiveLimits;
import dev.holon.protocol.ItemRules;
import java.io.IOException;

/** The answer of {@code GET /limits}: units are in the names. */
final class LimitsJson {
  private LimitsJson() {}

  static void write(JsonGenerator json, GatewaySettings settings, ChainLimits chain)
      throws IOException {
    GatewayLimits limits = settings.limits();
    GuardSettings guard = settings.guard();
    json.writeStartObject();
    json.writeNumberField("itemBytesMax", limits.itemBytesMax());
    json.writeNumberField("jsonBytesMax", limits.jsonBytesMax());
    json.writeNumberField("uriBytesMax", limits.uriBytesMax());
    json.writeNumberField("headerBytesMax", limits.headerBytesMax());
    json.writeNumberField("headerCountMax", limits.headerCountMax());
    json.writeNumberField("connectionsMax", limits.connectionsMax());
    json.writeNumberField("inFlightMax", limits.inFlightMax());
    LoadSettings load = settings.units().load();
    json.writeNumberField("readsInFlightMax", load.readsInFlightMax());
    json.writeNumberField("addressInFlightMax", load.addressInFlightMax());
    json.writeNumberField("processInFlightMax", load.processInFlightMax());
    json.writeNumberField("pipeliningMax", limits.pipeliningMax());
    json.writeNumberField("scheduleEntriesDefault", GatewayLimits.SCHEDULE_ENTRIES_DEFAULT);
    json.writeNumberField("scheduleEntriesMax", limits.scheduleEntriesMax());
    json.writeNumberField("schedulePageBytesMax", limits.schedulePageBytesMax());
    json.writeNumberField("resultEntriesDefault", GatewayLimits.RESULT_ENTRIES_DEFAULT);
    json.writeNumberField("tickEntriesDefault", GatewayLimits.TICK_ENTRIES_DEFAULT);
    json.writeNumberField("resultEntriesMax", limits.resultEntriesMax());
    json.writeNumberField("resultPageBytesMax", ResultStore.PAGE_BYTES_MAX);
    json.writeNumberField("processEntriesDefault", GatewayLimits.PROCESS_ENTRIES_DEFAULT);
    json.writeNumberField("processEntriesMax", GatewayLimits.PROCESS_ENTRIES_MAX);
    json.writeNumberField("outboxEntriesDefault", GatewayLimits.OUTBOX_ENTRIES_DEFAULT);
    json.writeNumberField("outboxEntriesMax", GatewayLimits.OUTBOX_ENTRIES_MAX);
    json.writeNumberField("outboxPageBytesMax", GatewayLimits.OUTBOX_PAGE_BYTES_MAX);
    json.writeNumberField("tagCountMax", ItemRules.TAG_COUNT_MAX);
    json.writeNumberField("cronIntervalSecondsMax", CronTags.EVERY_MAX);
    json.writeNumberField("resultWaitMaxMillis", limits.resultWaitMax().toMillis());
    AskLimits asks = settings.asks();
    json.writeNumberField("noBusyWaitMaxMillis", asks.noBusyWaitMax().toMillis());
    json.writeNumberField("dryRunsPerMinuteMax", asks.dryRunsPerMinuteMax());
    json.writeNumberField("dryRunAgeMaxMillis", asks.dryRunAgeMax().toMillis());
    json.writeNumberField("resultWaitersOfAProcessMax", ProcessUnits.RESULT_WAITERS_MAX);
    json.writeNumberField("tickWaitersOfAProcessMax", ProcessUnits.TICK_WAITERS_MAX);
    json.writeNumberField("messagesWaitingOfAProcessMax", ProcessUnits.MESSAGES_WAITING_MAX);
    json.writeNumberField("dryRunsWaitingOfAProcessMax", ProcessUnits.QUESTIONS_WAITING_MAX);
    json.writeNumberField("dryRunsRunningOfAProcessMax", ProcessUnits.QUESTIONS_RUNNING_MAX);
    json.writeNumberField("pushesOfAResultMax", chain.fanOutMax());
    json.writeNumberField("chainDepthMax", chain.depthMax());
    json.writeNumberField("chainEntriesMax", chain.entriesMax());
    json.writeNumberField("chainEntriesPerSecondMax", chain.perSecond());
    json.writeNumberField("chainEntriesBurstMax", chain.burst());
    json.writeNumberField("storeCallsWaitingMax", StoreCalls.WAITING_MAX);
    json.writeNumberField("stateBytesMax", asks.stateBytesMax());
    TraceLimits trace = settings.units().trace();
    json.writeNumberField("traceDepthMax", trace.depthMax());
    json.writeNumberField("traceWidthMax", trace.widthMax());
    json.writeNumberField("traceNodesMax", trace.nodesMax());
    json.writeNumberField("traceResultBytesMax", trace.resultBytesMax());
    json.writeNumberField("debugTracesDefault", DebugTraces.PAGE_DEFAULT);
    json.writeNumberField("debugTracesMax", DebugTraces.PAGE_MAX);
    json.writeNumberField("debugTracesPageBytesMax", DebugTraces.PAGE_BYTES_MAX);
    LiveLimits live = settings.units().live();
    json.writeNumberField("liveSubscribersMax", live.subscribersMax());
    json.writeNumberField("livePageEntries", live.pageEntries());
    json.writeNumberField("liveResultBytesMax", live.resultBytesMax());
    json.writeNumberField("liveHeartbeatMillis", live.heartbeat().toMillis());
    json.writeNumberField("liveSlowReaderMaxMillis", live.slowReaderMax().toMillis());
    json.writeNumberField("liveStartMaxMillis", LiveSurface.START_MAX.toMillis());
    json.writeNumberField("liveDurationMaxMillis", live.durationMax().toMillis());
    json.writeNumberField("livePollIntervalMillis", live.pollInterval().toMillis());
    json.writeNumberField("requestTimeoutMillis", limits.requestTimeout().toMillis());
    json.writeNumberField("bodyTimeoutMillis", limits.bodyTimeout().toMillis());
    json.writeNumberField("headDeadlineMillis", guard.headDeadline().toMillis());
    json.writeNumberField("bodyBytesPerSecondMin", guard.bodyBytesPerSecondMin());
    json.writeNumberField("bodyGraceMillis", guard.bodyGrace().toMillis());
    json.writeNumberField("idleTimeoutMillis", guard.idleTimeout().toMillis());
    json.writeNumberField("graphqlPageMax", GraphqlLimits.PAGE_MAX);
    json.writeNumberField("graphqlDepthMax", GraphqlLimits.DEPTH_MAX);
    json.writeNumberField("graphqlComplexityMax", GraphqlLimits.COMPLEXITY_MAX);
    json.writeNumberField("graphqlQueryCharactersMax", GraphqlLimits.QUERY_CHARACTERS_MAX);
    json.writeEndObject();
  }
}
