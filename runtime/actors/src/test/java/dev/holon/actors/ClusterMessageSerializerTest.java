package dev.holon.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holon.core.compute.DryRunReply;
import dev.holon.core.compute.ProcessState;
import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.StateReply;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.compute.TicksReply;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Result;
import dev.holon.protocol.Value;
import java.io.NotSerializableException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ClusterMessageSerializerTest {
  private static final String GOLDEN = "messages-v1.txt";
  private static final ActorSystem SYSTEM =
      ActorSystem.create("wire", ConfigFactory.load().withoutPath("pekko.actor.provider"));

  private final ClusterMessageSerializer serializer =
      new ClusterMessageSerializer((ExtendedActorSystem) SYSTEM);

  // Its address has no number of its own, so it is the same in each run.
  private final ActorRef<Object> replyTo = Adapter.toTyped(SYSTEM.deadLetters());
  private final List<Object> samples = WireSamples.all(replyTo);

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  @Test
  void everyMessageComesThroughAsItWas() throws NotSerializableException {
    for (Object message : samples) {
      assertEquals(message, sent(message));
    }
  }

  @Test
  void everyMessageThatMayCrossHasALayoutAndASample() {
    Set<Class<?>> crossing = new HashSet<>();
    crossing.addAll(crossing(ProcessScheduler.class, ProcessScheduler.Command.class));
    crossing.addAll(crossing(ProcessCompute.class, ProcessCompute.Command.class));
    crossing.addAll(crossing(StateQuestions.class, ProcessCompute.Command.class));
    crossing.addAll(crossing(ProcessMessenger.class, ProcessMessenger.Command.class));
    for (Class<?> replies :
        List.of(
            ProcessScheduler.PromiseReply.class,
            ScheduleReply.class,
            ResultReply.class,
            TicksReply.class,
            DryRunReply.class,
            StateReply.class)) {
      crossing.addAll(List.of(replies.getPermittedSubclasses()));
    }

    assertEquals(crossing, serializer.types());
    assertEquals(crossing, samples.stream().map(Object::getClass).collect(Collectors.toSet()));
  }

  /** Private messages are an actor's own; sharding hands stop messages over on their node. */
  private static Set<Class<?>> crossing(Class<?> owner, Class<?> command) {
    return Stream.of(owner.getDeclaredClasses())
        .filter(Class::isRecord)
        .filter(command::isAssignableFrom)
        .filter(type -> !Modifier.isPrivate(type.getModifiers()))
        .filter(type -> !type.getSimpleName().equals("Stop"))
        .collect(Collectors.toSet());
  }

  @Test
  void pekkoFindsTheSerializerOfEveryMessage() {
    for (Object message : samples) {
      assertInstanceOf(
          ClusterMessageSerializer.class,
          SerializationExtension.get(SYSTEM).findSerializerFor(message),
          message.getClass().getName());
    }
  }

  /** What an older node of this version sends stays readable; a change needs a new version. */
  @Test
  void bytesAreThoseOfVersionOne() throws Exception {
    List<String> lines = new ArrayList<>();
    for (Object message : samples) {
      lines.add(
          serializer.manifest(message)
              + " "
              + HexFormat.of().formatHex(serializer.toBinary(message)));
    }
    try (var golden = ClusterMessageSerializerTest.class.getResourceAsStream(GOLDEN)) {
      assertTrue(golden != null, "no " + GOLDEN + "; it should be\n" + String.join("\n", lines));
      String expected = new String(golden.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(expected.strip(), String.join("\n", lines));
    }
  }

  @Test
  void unknownVersionIsNamed() {
    Object message = new ProcessCompute.Committed(1);
    byte[] bytes = serializer.toBinary(message);
    bytes[0] = 9;

    IllegalArgumentException fault =
        assertThrows(
            IllegalArgumentException.class, () -> serializer.fromBinary(bytes, "committed"));

    assertEquals("committed of version 9: this node reads version 1", fault.getMessage());
  }

  @Test
  void unknownMessageIsNamed() {
    NotSerializableException fault =
        assertThrows(
            NotSerializableException.class, () -> serializer.fromBinary(new byte[1], "later"));

    assertTrue(String.valueOf(fault.getMessage()).contains("message later"), fault.getMessage());
  }

  @Test
  void cutAndLengthenedBytesAreRefusedWithoutAllocatingWhatTheyClaim() {
    for (Object message : samples) {
      byte[] whole = serializer.toBinary(message);
      String manifest = serializer.manifest(message);
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThrows(
            IllegalArgumentException.class,
            () -> serializer.fromBinary(cut, manifest),
            manifest + " cut to " + cut.length);
      }
      byte[] longer = Arrays.copyOf(whole, whole.length + 1);
      assertThrows(
          IllegalArgumentException.class, () -> serializer.fromBinary(longer, manifest), manifest);
    }
    byte[] claim = {1, 0x7f, -1, -1, -1, 0};
    assertThrows(
        IllegalArgumentException.class, () -> serializer.fromBinary(claim, "not-promised"));
  }

  @Test
  void resultTooLargeForAFrameReadsAsStillToCome() throws NotSerializableException {
    StoredResult small = WireSamples.stored(new ResultPlace(5, 0), null);
    StoredResult large =
        new StoredResult(
            small.process(),
            small.place(),
            null,
            small.timestampMillis(),
            largeResult(),
            small.resultHash());

    assertEquals(new ResultReply.InProgress(5, 5, 0), sent(new ResultReply.Ready(large)));
    assertInstanceOf(DryRunReply.Rejected.class, sent(new DryRunReply.Evaluated(largeResult())));
    byte[] state = new byte[ClusterMessageSerializer.FRAME_BYTES_MAX];
    assertInstanceOf(
        StateReply.Rejected.class,
        sent(new StateReply.Given(new ProcessState(Bytes.of(state), 1, 2, 3))));
  }

  private static Result largeResult() {
    Bytes output = Bytes.of(new byte[ClusterMessageSerializer.FRAME_BYTES_MAX]);
    return new Result(List.of(), List.of(), List.of(), new Value.Text(output), 1, null);
  }

  @Test
  void messageOfTheActorItselfDoesNotLeaveItsNode() {
    assertThrows(
        IllegalArgumentException.class, () -> serializer.toBinary(new ProcessCompute.Stop()));
    assertFalse(serializer.types().contains(ProcessMessenger.Stop.class));
  }

  private Object sent(Object message) throws NotSerializableException {
    return serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message));
  }
}
