package dev.holon.core.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.settlement.Courier.Posting;
import dev.holon.core.settlement.Courier.Standing;
import dev.holon.core.settlement.SettlementPlan.Note;
import dev.holon.core.settlement.SettlementPlan.Post;
import dev.holon.core.settlement.SettlementPlan.Reseal;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementPlanTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final long MINUTE = 60_000;
  private static final SettlementPlan PLAN =
      new SettlementPlan(
          new SettlementRules(
              1 << 20, Duration.ofMinutes(5), 20, Duration.ofMinutes(1), Duration.ofHours(1)));

  private static SettlementBundle bundle(BundleState state, int failures, long sizeBytes) {
    Id id = Id.of(new byte[Id.SIZE_BYTES]);
    return new SettlementBundle(
        7,
        new BundleContent(new FeedRange(0, 9, 9), List.of(), sizeBytes, id, NOW),
        new Envelope(Envelope.Kind.TRANSACTION, id, Bytes.EMPTY, 100),
        1,
        new BundleProgress(state, failures, NOW, NOW, 0, ""));
  }

  private static SettlementBundle bundle(BundleState state) {
    return bundle(state, 0, 1_000);
  }

  private static BundleProgress afterLook(SettlementBundle bundle, Standing standing, long now) {
    return assertInstanceOf(Note.class, PLAN.onStanding(bundle, standing, now)).progress();
  }

  private static BundleProgress afterPost(SettlementBundle bundle, Posting posting) {
    return assertInstanceOf(Note.class, PLAN.onPosting(bundle, posting, NOW)).progress();
  }

  @Test
  void queuedBundleIsPostedOnlyIfNobodyHasIt() {
    SettlementBundle queued = bundle(BundleState.QUEUED);

    assertEquals(new Post(), PLAN.onStanding(queued, new Standing.Missing("404"), NOW));
    assertEquals(
        BundleState.SEEN, afterLook(queued, new Standing.Waiting(), NOW).state(), "posted before");
    assertEquals(BundleState.FINAL, afterLook(queued, new Standing.InBlock(500, 20), NOW).state());
    BundleProgress unknown = afterLook(queued, new Standing.Unknown("silence"), NOW);
    assertEquals(BundleState.QUEUED, unknown.state());
    assertEquals(1, unknown.failures());
  }

  @Test
  void chunksOfAQueuedBundleArePostedThoughItsHeadIsKnown() {
    SettlementBundle large = bundle(BundleState.QUEUED, 0, Courier.WHOLE_BYTES_MAX + 1);

    assertEquals(new Post(), PLAN.onStanding(large, new Standing.Waiting(), NOW));
    assertEquals(new Post(), PLAN.onStanding(large, new Standing.InBlock(5, 30), NOW));
    assertInstanceOf(Note.class, PLAN.onStanding(large, new Standing.Unknown("silence"), NOW));
  }

  @Test
  void bundleIsFinalAtTheDepthAndNotBefore() {
    SettlementBundle posted = bundle(BundleState.POSTED);

    BundleProgress young = afterLook(posted, new Standing.InBlock(500, 19), NOW);
    BundleProgress deep = afterLook(posted, new Standing.InBlock(500, 20), NOW);

    assertEquals(new BundleProgress(BundleState.SEEN, 0, NOW + MINUTE, NOW, 500, ""), young);
    assertEquals(BundleState.FINAL, deep.state());
    assertEquals(500, deep.blockHeight());
    assertEquals(
        NOW + 19 * MINUTE, afterLook(posted, new Standing.InBlock(500, 1), NOW).nextMillis());
  }

  @Test
  void bundleThatNobodyKnowsForLongIsQueuedAgain() {
    SettlementBundle seen = bundle(BundleState.SEEN);
    Standing missing = new Standing.Missing("404");

    assertEquals(BundleState.SEEN, afterLook(seen, missing, NOW + 59 * MINUTE).state());
    BundleProgress dropped = afterLook(seen, missing, NOW + 60 * MINUTE);

    assertEquals(BundleState.QUEUED, dropped.state());
    assertEquals(NOW + 60 * MINUTE, dropped.nextMillis());
  }

  @Test
  void silenceIsNoEvidence() {
    SettlementBundle seen = bundle(BundleState.SEEN);

    BundleProgress later = afterLook(seen, new Standing.Unknown("silence"), NOW + 600 * MINUTE);

    assertEquals(BundleState.SEEN, later.state());
    assertEquals("silence", later.cause());
  }

  @Test
  void failuresAreTriedForEverAtLongerAndLongerIntervals() {
    long first =
        afterPost(bundle(BundleState.QUEUED), new Posting.Unreachable("away")).nextMillis();
    BundleProgress many =
        afterPost(bundle(BundleState.QUEUED, 10_000, 1), new Posting.Refused("no money"));

    assertTrue(first > NOW && first <= NOW + 1_000, "" + (first - NOW));
    assertEquals(10_001, many.failures());
    long wait = many.nextMillis() - NOW;
    assertTrue(wait >= 45_000 && wait <= 65_000, "" + wait);
    assertEquals("refused: no money", many.cause());
  }

  @Test
  void takenBundleIsLookedForAndExpiredOneIsSignedAnew() {
    SettlementBundle queued = bundle(BundleState.QUEUED, 3, 1_000);

    assertEquals(
        new BundleProgress(BundleState.POSTED, 0, NOW + MINUTE, NOW, 0, ""),
        afterPost(queued, new Posting.Taken()));
    assertEquals(new Reseal("anchor"), PLAN.onPosting(queued, new Posting.Expired("anchor"), NOW));
  }

  @Test
  void whatABundlerGaveUpIsPostedAgain() {
    BundleProgress gone =
        afterLook(bundle(BundleState.POSTED), new Standing.GivenUp("failed"), NOW);

    assertEquals(BundleState.QUEUED, gone.state());
    assertEquals(
        new Post(),
        PLAN.onStanding(bundle(BundleState.QUEUED), new Standing.GivenUp("failed"), NOW));
    assertEquals(
        BundleState.FINAL, afterLook(bundle(BundleState.SEEN), new Standing.Deep(), NOW).state());
  }

  @Test
  void codesAreThoseThatAreStored() {
    for (BundleState state : BundleState.values()) {
      assertEquals(state.ordinal(), state.code());
      assertEquals(state, BundleState.of(state.code()));
    }
    assertEquals(Envelope.Kind.TRANSACTION, Envelope.Kind.of(1));
    assertEquals(Envelope.Kind.ITEM, Envelope.Kind.of(2));
  }
}
