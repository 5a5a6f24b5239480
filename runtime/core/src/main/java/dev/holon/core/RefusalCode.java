package dev.holon.core;

/**
 * Why the node refuses a well-formed request. Codes are stable, documented in {@code
 * docs/errors.md}, never reused.
 */
public enum RefusalCode {
  UNKNOWN_PROCESS("SCHED-0001", Retry.NEVER),
  UNSUPPORTED_TYPE("SCHED-0002", Retry.NEVER),
  DATA_PROTOCOL_MISSING("SCHED-0003", Retry.NEVER),
  MODULE_TAG_MISSING("SCHED-0004", Retry.NEVER),
  SCHEDULER_TAG_MISSING("SCHED-0005", Retry.NEVER),
  FOREIGN_SCHEDULER("SCHED-0006", Retry.ELSEWHERE),
  UNKNOWN_MODULE("SCHED-0007", Retry.NEVER),
  UNKNOWN_MESSAGE("SCHED-0008", Retry.NEVER),
  NO_BASE_LAYER("SCHED-0009", Retry.NEVER),
  UNSUPPORTED_VARIANT("SCHED-0010", Retry.NEVER),
  TARGET_MISSING("SCHED-0011", Retry.NEVER),
  BUSY("SCHED-0012", Retry.LATER),
  STORE_UNAVAILABLE("SCHED-0013", Retry.UNKNOWN),
  BAD_ASSIGNMENT("SCHED-0014", Retry.NEVER),
  UNSUPPORTED_ON_BOOT("SCHED-0015", Retry.NEVER),
  WRITER_REPLACED("SCHED-0016", Retry.LATER),
  MESSAGE_EXISTS("SCHED-0020", Retry.NEVER),
  MODULE_DOES_NOT_LOAD("EVAL-0001", Retry.NEVER),
  ENGINE_NOT_ALLOWED("EVAL-0002", Retry.NEVER),
  TOO_BUSY_TO_EVALUATE("EVAL-0003", Retry.LATER),
  LIMIT_NOT_GRANTED("EVAL-0004", Retry.ELSEWHERE),
  NOT_EVALUABLE("EVAL-0005", Retry.UNKNOWN),
  UNREADABLE_LIMIT("EVAL-0006", Retry.NEVER),
  STATE_NOT_KEPT("EVAL-0020", Retry.NEVER),
  STATE_NOT_WRITABLE("EVAL-0021", Retry.NEVER),
  ANSWER_TOO_LARGE("EVAL-0022", Retry.NEVER),
  CRON_TAG_WITHOUT_INTERVAL("CRON-0001", Retry.NEVER),
  UNREADABLE_CRON_INTERVAL("CRON-0002", Retry.NEVER),
  ALREADY_MONITORED("CRON-0003", Retry.NEVER),
  NOT_MONITORED("CRON-0004", Retry.NEVER),
  FAN_OUT_LIMIT("PUSH-0001", Retry.NEVER),
  CHAIN_DEPTH_LIMIT("PUSH-0002", Retry.NEVER),
  CHAIN_SIZE_LIMIT("PUSH-0003", Retry.NEVER),
  CHAIN_RATE_LIMIT("PUSH-0004", Retry.LATER),
  NO_GATEWAY("PUSH-0005", Retry.NEVER),
  UNKNOWN_TARGET("PUSH-0006", Retry.NEVER),
  FORBIDDEN_HOST("PUSH-0007", Retry.NEVER),
  REMOTE_REFUSED("PUSH-0008", Retry.NEVER),
  REMOTE_UNREACHABLE("PUSH-0009", Retry.LATER),
  UNKNOWN_ENTRY("PUSH-0010", Retry.NEVER),
  CARRIER_NOT_DELIVERED("PUSH-0011", Retry.NEVER),
  UNKNOWN_TRANSACTION("BASE-0001", Retry.NEVER),
  TRANSACTION_NOT_SETTLED("BASE-0002", Retry.LATER),
  BASE_LAYER_UNREACHABLE("BASE-0003", Retry.LATER),
  TRANSACTION_NOT_TAKEN("BASE-0004", Retry.NEVER);

  private final String text;
  private final Retry retry;

  RefusalCode(String text, Retry retry) {
    this.text = text;
    this.retry = retry;
  }

  /** The stable code, such as {@code SCHED-0001}. */
  public String text() {
    return text;
  }

  public Retry retry() {
    return retry;
  }

  /** What the caller should do next. */
  public enum Retry {
    /** The same request fails again. */
    NEVER,
    /** The same request may succeed in a moment. */
    LATER,
    /** Another node takes it. */
    ELSEWHERE,
    /** It may have happened or not; repeating is safe, because items keep their first slot. */
    UNKNOWN
  }
}
