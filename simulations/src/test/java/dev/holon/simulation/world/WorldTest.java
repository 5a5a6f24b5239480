package dev.holon.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.compute.Evaluated;
import dev.holon.core.messenger.Deliveries;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.ScheduleHead;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Wallet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorldTest {
  private static final int SEEDS = Integer.getInteger("holon.world.seeds", 1_000);
  private static final int SEEDS_FOR_A_BUG = 1_000;

  @Test
  void promisesHoldInEachWorld() {
    long begin = System.nanoTime();

    List<String> faults =
        seeds(SEEDS)
            .mapToObj(seed -> fault(seed, WorldRules.REAL))
            .flatMap(Optional::stream)
            .toList();

    System.out.printf(
        Locale.ROOT,
        "%d worlds: %.0f a minute%n",
        SEEDS,
        SEEDS / ((System.nanoTime() - begin) / 60e9));
    assertEquals(List.of(), faults);
  }

  @Test
  void aSeedIsAWorld() {
    for (long seed = 1; seed <= 20; seed++) {
      WorldReport once = new World(WorldPlan.small(seed), WorldRules.REAL, 0).run();
      WorldReport again = new World(WorldPlan.small(seed), WorldRules.REAL, 100).run();

      assertEquals(once, again);
    }
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void aBugIsFound(WorldRules bug, String expected) {
    Optional<String> found =
        seeds(SEEDS_FOR_A_BUG)
            .mapToObj(seed -> fault(seed, bug))
            .flatMap(Optional::stream)
            .filter(fault -> fault.contains(expected))
            .findAny();

    assertTrue(found.isPresent(), "none of " + SEEDS_FOR_A_BUG + " worlds shows it");
    System.out.println(found.get());
  }

  private static LongStream seeds(int count) {
    return LongStream.rangeClosed(1, count).parallel();
  }

  private static Optional<String> fault(long seed, WorldRules rules) {
    try {
      new World(WorldPlan.small(seed), rules, 0).run();
      return Optional.empty();
    } catch (Violation e) {
      return Optional.of("seed " + seed + ": " + e.getMessage());
    }
  }

  static Stream<Arguments> bugs() {
    return Stream.of(
        Arguments.of(Named.of("who takes over skips a slot", new SkipsASlot()), "is next"),
        Arguments.of(
            Named.of("who takes over repeats the slot's time", new RepeatsATime()),
            "is not later than the one before"),
        Arguments.of(
            Named.of("a push that is repeated is not the same item", new PushesAnew()),
            "arrived 2 times"),
        Arguments.of(
            Named.of("the last of several entries is not stored", new DropsAnEntry()),
            "was sent and never arrived"),
        Arguments.of(
            Named.of("a push that failed counts as done", new TakesFailuresForDone()),
            "was sent and never arrived"));
  }

  private static final class SkipsASlot extends WorldRules {
    @Override
    Sequencer sequencer(ProcessId process, Wallet scheduler, @Nullable ScheduleHead head) {
      return head == null
          ? super.sequencer(process, scheduler, null)
          : super.sequencer(
              process,
              scheduler,
              new ScheduleHead(
                  head.slot() + 1,
                  head.timestampMillis(),
                  head.blockHeight(),
                  head.assignmentId(),
                  head.hashChain()));
    }
  }

  private static final class RepeatsATime extends WorldRules {
    @Override
    Sequencer sequencer(ProcessId process, Wallet scheduler, @Nullable ScheduleHead head) {
      return head == null
          ? super.sequencer(process, scheduler, null)
          : super.sequencer(
              process,
              scheduler,
              new ScheduleHead(
                  head.slot(),
                  head.timestampMillis() - 1,
                  head.blockHeight(),
                  head.assignmentId(),
                  head.hashChain()));
    }
  }

  /** Each time with another signer, who is not the one the processes trust. */
  private static final class PushesAnew extends WorldRules {
    @Override
    Deliveries deliveries(Deliveries real) {
      return new Deliveries() {
        private byte times;

        @Override
        public CompletionStage<ScheduleReply> schedule(VerifiedItem item, ChainPosition chain) {
          DataItem same = item.item();
          if (same.tag("From-Process").isEmpty() || same.tag("Type").orElse("").equals("Process")) {
            return real.schedule(item, chain);
          }
          byte[] seed = new byte[32];
          seed[0] = ++times;
          UnsignedItem copy =
              UnsignedItem.of(
                      same.target().orElse(null), same.tags(), Bytes.of(same.data()).toArray())
                  .withAnchor(new byte[32]);
          return real.schedule(VerifiedItem.sign(copy, Ed25519Wallet.of(seed)), chain);
        }

        @Override
        public CompletionStage<ScheduleReply> assign(
            ProcessId process, Id message, List<String> exclude, ChainPosition chain) {
          return real.assign(process, message, exclude, chain);
        }

        @Override
        public CompletionStage<ScheduleReply> assignTransaction(
            ProcessId process, Id transaction, List<String> exclude, ChainPosition chain) {
          return real.assignTransaction(process, transaction, exclude, chain);
        }
      };
    }
  }

  private static final class DropsAnEntry extends WorldRules {
    @Override
    Evaluated toStore(Evaluated evaluated) {
      int count = evaluated.outbox().size();
      return count < 2
          ? evaluated
          : new Evaluated(evaluated.result(), evaluated.outbox().subList(0, count - 1));
    }
  }

  private static final class TakesFailuresForDone extends WorldRules {
    @Override
    List<StateChange> toConclude(List<StateChange> changes) {
      return changes.stream()
          .map(
              change ->
                  change.state() instanceof DeliveryState.Pending
                      ? new StateChange(
                          change.key(), new DeliveryState.Delivered(Id.of(new byte[32]), 0))
                      : change)
          .toList();
    }
  }
}
