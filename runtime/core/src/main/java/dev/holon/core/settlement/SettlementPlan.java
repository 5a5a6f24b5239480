package dev.holon.core.settlement;

import dev.holon.core.messenger.Backoff;
import dev.holon.core.settlement.Courier.Posting;
import dev.holon.core.settlement.Courier.Standing;

/**
 * What is done with a bundle next (arweave.md §14). It goes on for ever, at longer and longer
 * intervals; only evidence moves a bundle.
 */
public final class SettlementPlan {
  /** From then on the wait is the same, about a minute (arweave.md §14). */
  private static final int FAILURES_COUNTED_MAX = 7;

  private final SettlementRules rules;

  public SettlementPlan(SettlementRules rules) {
    this.rules = rules;
  }

  /** What follows from a look. */
  public sealed interface AfterLook {}

  /** What follows from posting. */
  public sealed interface AfterPost {}

  /** How far the bundle is now. */
  public record Note(BundleProgress progress) implements AfterLook, AfterPost {}

  /** Post it. */
  public record Post() implements AfterLook {}

  /** Sign a new envelope, and post that. */
  public record Reseal(String cause) implements AfterPost {}

  /**
   * After a look. A bundle that is queued is looked for before it is posted: the settler may have
   * ended between posting it and noting that it had. Of one that goes in chunks a source may know
   * the head and not the chunks, so those are posted again.
   */
  public AfterLook onStanding(SettlementBundle bundle, Standing standing, long nowMillis) {
    BundleProgress progress = bundle.progress();
    boolean isQueued = progress.state() == BundleState.QUEUED;
    if (isQueued && isInChunks(bundle) && !(standing instanceof Standing.Unknown)) {
      return new Post();
    }
    return switch (standing) {
      case Standing.Waiting waiting -> seen(0, rules.depth(), nowMillis);
      case Standing.InBlock block ->
          block.confirmations() >= rules.depth()
              ? settled(block.blockHeight(), nowMillis)
              : seen(block.blockHeight(), rules.depth() - block.confirmations(), nowMillis);
      case Standing.Deep deep -> settled(progress.blockHeight(), nowMillis);
      case Standing.Missing missing -> {
        if (isQueued) {
          yield new Post();
        }
        boolean isDropped = nowMillis >= progress.knownMillis() + rules.droppedAfter().toMillis();
        yield isDropped
            ? queuedAgain(progress, nowMillis, nowMillis, "dropped: " + missing.cause())
            : later(progress, nowMillis, "");
      }
      case Standing.GivenUp gone -> isQueued ? new Post() : failed(bundle, gone.cause(), nowMillis);
      case Standing.Unknown unknown ->
          isQueued
              ? failed(bundle, unknown.cause(), nowMillis)
              : later(progress, nowMillis, unknown.cause());
    };
  }

  /** After posting. */
  public AfterPost onPosting(SettlementBundle bundle, Posting posting, long nowMillis) {
    return switch (posting) {
      case Posting.Taken taken ->
          new Note(
              new BundleProgress(
                  BundleState.POSTED,
                  0,
                  nowMillis + rules.lookInterval().toMillis(),
                  nowMillis,
                  0,
                  ""));
      case Posting.Expired expired -> new Reseal(expired.cause());
      case Posting.Refused refused -> failed(bundle, "refused: " + refused.cause(), nowMillis);
      case Posting.Unreachable away -> failed(bundle, away.cause(), nowMillis);
    };
  }

  /** When something on our side is in the way. */
  public Note onFault(SettlementBundle bundle, String cause, long nowMillis) {
    return failed(bundle, cause, nowMillis);
  }

  private static boolean isInChunks(SettlementBundle bundle) {
    return bundle.envelope().kind() == Envelope.Kind.TRANSACTION
        && bundle.content().sizeBytes() > Courier.WHOLE_BYTES_MAX;
  }

  /** What lies deep is looked at rarely, until it is deep enough. */
  private Note seen(long height, long missing, long nowMillis) {
    long wait = rules.lookInterval().toMillis() * (height == 0 ? 1 : missing);
    return new Note(
        new BundleProgress(BundleState.SEEN, 0, nowMillis + wait, nowMillis, height, ""));
  }

  private static Note settled(long height, long nowMillis) {
    return new Note(new BundleProgress(BundleState.FINAL, 0, nowMillis, nowMillis, height, ""));
  }

  private Note later(BundleProgress progress, long nowMillis, String cause) {
    return new Note(progress.again(nowMillis + rules.lookInterval().toMillis(), cause));
  }

  private static Note queuedAgain(
      BundleProgress progress, long nextMillis, long nowMillis, String cause) {
    return new Note(
        new BundleProgress(
            BundleState.QUEUED, progress.failures(), nextMillis, nowMillis, 0, cause));
  }

  private static Note failed(SettlementBundle bundle, String cause, long nowMillis) {
    BundleProgress progress = bundle.progress();
    int failures = progress.failures() + 1;
    long next =
        nowMillis + Backoff.delayMillis(Math.min(failures, FAILURES_COUNTED_MAX), bundle.number());
    return new Note(
        new BundleProgress(BundleState.QUEUED, failures, next, progress.knownMillis(), 0, cause));
  }
}
