package dev.holon.core.meter;

import java.util.List;

/**
 * All that the node counts and measures. Names are {@code holon_<unit>_<what>_<unit>} as Prometheus
 * shows them; docs/metrics.md lists them too, and a test compares the two. Labels have small fixed
 * sets of values: never an id or an address.
 */
public enum Metric {
  GATEWAY_REQUESTS(
      "holon_gateway_requests_total",
      Kind.COUNTER,
      "requests answered, by route and status",
      "route",
      "status"),
  GATEWAY_REQUEST_TIME(
      "holon_gateway_request_seconds",
      Kind.TIMER,
      "from a request's head to its answer's, by route; streams count until they begin",
      "route"),
  GATEWAY_IN_FLIGHT("holon_gateway_in_flight_requests", Kind.GAUGE, "requests being worked on"),
  GATEWAY_CONNECTIONS("holon_gateway_open_connections", Kind.GAUGE, "open connections"),
  GATEWAY_LIVE_STREAMS("holon_gateway_live_streams", Kind.GAUGE, "live streams being sent"),
  GATEWAY_REFUSED(
      "holon_gateway_refused_requests_total",
      Kind.COUNTER,
      "requests and connections refused to keep the node alive, by reason",
      "reason"),

  SCHEDULER_POSTS(
      "holon_scheduler_posts_total",
      Kind.COUNTER,
      "messages, spawns and assignments that asked for a slot, by source (client, messenger) and outcome (scheduled,"
          + " known, or the code of the refusal)",
      "source",
      "outcome"),
  SCHEDULER_ADMISSION_TIME(
      "holon_scheduler_admission_seconds",
      Kind.TIMER,
      "from a verified item to its durable slot",
      "source"),
  SCHEDULER_COMMIT_TIME(
      "holon_scheduler_commit_seconds",
      Kind.TIMER,
      "from a formed log entry to its commit in the journal, waiting included"),
  SCHEDULER_WRITE_FAILURES(
      "holon_scheduler_write_failures_total",
      Kind.COUNTER,
      "log entries that the journal did not take, by cause: fenced (another writer has the slot), failed",
      "cause"),
  SCHEDULER_RESIDENT(
      "holon_scheduler_resident_processes", Kind.GAUGE, "schedulers in this node's memory"),

  COMPUTE_EVALUATIONS(
      "holon_compute_evaluations_total",
      Kind.COUNTER,
      "messages and cron ticks evaluated, by kind (message, tick) and outcome (completed, failed)",
      "kind",
      "outcome"),
  COMPUTE_EVALUATION_TIME(
      "holon_compute_evaluation_seconds", Kind.TIMER, "time of one evaluation", "kind"),
  COMPUTE_GAS("holon_compute_gas_total", Kind.COUNTER, "gas that evaluations used"),
  COMPUTE_RESULT_COMMIT_TIME(
      "holon_compute_result_commit_seconds",
      Kind.TIMER,
      "from a result to its commit, waiting included"),
  COMPUTE_RESULTS_WAITING(
      "holon_compute_results_waiting", Kind.GAUGE, "results that wait to be stored"),
  COMPUTE_RESIDENT(
      "holon_compute_resident_processes", Kind.GAUGE, "processes whose state is in memory here"),
  COMPUTE_CHECKPOINTS(
      "holon_compute_checkpoints_total",
      Kind.COUNTER,
      "checkpoints by outcome: stored, failed, discarded (found unusable), too-large",
      "outcome"),
  COMPUTE_CHECKPOINT_SIZE(
      "holon_compute_checkpoint_bytes", Kind.SIZES, "sizes of the checkpoints that were stored"),
  COMPUTE_TIMES_DROPPED(
      "holon_compute_dropped_times_total",
      Kind.COUNTER,
      "times of evaluations that traces lack, because nobody took them"),
  COMPUTE_BACKLOG_PROCESSES(
      "holon_compute_backlog_processes",
      Kind.GAUGE,
      "processes of the cluster with slots that have no result"),
  COMPUTE_BACKLOG_SLOTS(
      "holon_compute_backlog_slots", Kind.GAUGE, "slots of the cluster without a result"),
  COMPUTE_BACKLOG_AGE(
      "holon_compute_backlog_age_seconds",
      Kind.GAUGE,
      "age of the oldest first slot without a result, of the 32 processes that are furthest behind"),

  MESSENGER_ENTRIES(
      "holon_messenger_outbox_entries",
      Kind.GAUGE,
      "outbox entries of the cluster by state: pending, refused, parked",
      "state"),
  MESSENGER_OLDEST_PENDING(
      "holon_messenger_oldest_pending_seconds",
      Kind.GAUGE,
      "age of the oldest pending outbox entry's result; 0 when none is pending"),
  MESSENGER_PUSHES(
      "holon_messenger_pushes_total",
      Kind.COUNTER,
      "outbox entries pushed or judged, by outcome: delivered, again, refused, parked",
      "outcome"),
  MESSENGER_PUSH_TIME(
      "holon_messenger_push_seconds",
      Kind.TIMER,
      "from starting a line of entries for one target to what became of all of them"),
  MESSENGER_RESIDENT(
      "holon_messenger_resident_processes", Kind.GAUGE, "messengers in this node's memory"),

  CRON_LAG(
      "holon_cron_lag_seconds",
      Kind.TIMER,
      "from a cron tick's time to its evaluation; its count is the number of ticks"),
  CRON_OVERDUE(
      "holon_cron_overdue_seconds",
      Kind.GAUGE,
      "how long the most overdue process of the cluster has been waiting for its ticks; 0 when none is"),

  SETTLEMENT_ENTRIES(
      "holon_settlement_entries_total", Kind.COUNTER, "log entries that were put into bundles"),
  SETTLEMENT_POSTS(
      "holon_settlement_posts_total",
      Kind.COUNTER,
      "bundles posted, by outcome: taken, expired (signed anew), refused, unreachable",
      "outcome"),
  SETTLEMENT_BACKLOG_ENTRIES(
      "holon_settlement_backlog_entries",
      Kind.GAUGE,
      "log entries of the cluster in no bundle yet, about; 0 where settlement never ran"),
  SETTLEMENT_BACKLOG_SIZE(
      "holon_settlement_backlog_bytes",
      Kind.GAUGE,
      "their size, estimated from the first thousand"),
  SETTLEMENT_OLDEST(
      "holon_settlement_oldest_seconds",
      Kind.GAUGE,
      "age of the oldest log entry of the cluster whose bundle is not final; 0 when all are"),
  SETTLEMENT_BUNDLES(
      "holon_settlement_bundles",
      Kind.GAUGE,
      "bundles of the cluster by state: queued, posted, seen, final",
      "state"),
  SETTLEMENT_BALANCE(
      "holon_settlement_balance_ar",
      Kind.GAUGE,
      "what the wallet that pays holds, when it was last asked for; not a number when not known"),
  SETTLEMENT_PRICE(
      "holon_settlement_bundle_price_ar",
      Kind.GAUGE,
      "what a full bundle costs, when it was last asked for; not a number when not known"),

  DATABASE_CONNECTIONS(
      "holon_database_connections",
      Kind.GAUGE,
      "connections of a pool by state: active, idle",
      "pool",
      "state"),
  DATABASE_CONNECTIONS_MAX(
      "holon_database_connections_max", Kind.GAUGE, "most connections of a pool", "pool"),
  DATABASE_WAITING(
      "holon_database_waiting_threads", Kind.GAUGE, "threads that wait for a connection", "pool"),
  DATABASE_REACHABLE(
      "holon_database_reachable", Kind.GAUGE, "1 while the database answers, 0 while it does not"),
  DATABASE_CALLS_WAITING(
      "holon_database_waiting_calls", Kind.GAUGE, "calls of the stores that wait for a thread"),
  JOURNAL_EVENTS_WAITING(
      "holon_journal_waiting_events", Kind.GAUGE, "log entries that wait to be written"),
  DATABASE_OUTAGES(
      "holon_database_outages_total", Kind.COUNTER, "times that the database stopped to answer"),

  NODE_READY("holon_node_ready", Kind.GAUGE, "1 while the node takes requests, else 0"),
  NODE_SHARDS(
      "holon_node_hosted_shards", Kind.GAUGE, "shards that this node hosts, by type", "type"),
  NODE_FIGURES_TIME(
      "holon_node_figures_seconds",
      Kind.GAUGE,
      "how long the newest reading of the cluster's figures from the database took, or one under"
          + " way has taken so far; endless when it failed"),
  NODE_VERSION("holon_node_version", Kind.GAUGE, "1; the label says which version runs", "version");

  private final String prometheusName;
  private final Kind kind;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> labels;

  Metric(String prometheusName, Kind kind, String description, String... labels) {
    this.prometheusName = prometheusName;
    this.kind = kind;
    this.description = description;
    this.labels = List.of(labels);
  }

  /** How a metric behaves. */
  public enum Kind {
    /** Grows only; its name ends in {@code _total}. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** Durations in seconds, with buckets. */
    TIMER,
    /** Counts or sizes, with buckets. */
    SIZES
  }

  /** The whole name, unit included. */
  public String prometheusName() {
    return prometheusName;
  }

  public Kind kind() {
    return kind;
  }

  public String description() {
    return description;
  }

  /** Names of its labels, in the order in which values are given. */
  public List<String> labels() {
    return labels;
  }
}
