package dev.holon.actors;

import dev.holon.protocol.ProcessId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes in the crons' table when one process is to be looked at next. */
final class CronLook {
  private static final Logger LOG = LoggerFactory.getLogger(CronLook.class);
  private static final long NONE = -1;

  private final ProcessId process;
  private final ComputeRules rules;
  private long notedSecond = NONE;

  CronLook(ProcessId process, ComputeRules rules) {
    this.process = process;
    this.rules = rules;
  }

  /** The row may say something else now. */
  void forget() {
    notedSecond = NONE;
  }

  /**
   * Notes a time, unless its second is noted already: each message moves the ticks by less than
   * that. When the store fails, the row keeps the time that its claim gave it.
   */
  void note(long millis) {
    if (millis / 1_000 == notedSecond) {
      return;
    }
    notedSecond = millis / 1_000;
    rules
        .storeCalls()
        .call(
            () -> {
              rules.crons().store().lookAt(process, millis);
              return millis;
            })
        .exceptionally(
            fault -> {
              LOG.atWarn()
                  .addKeyValue("process", process)
                  .setCause(fault)
                  .log("process {}: its next tick is not noted", process);
              return millis;
            });
  }
}
