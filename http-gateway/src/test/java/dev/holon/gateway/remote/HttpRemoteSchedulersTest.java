package dev.holon.gateway.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holon.core.messenger.RemoteSchedulers;
import dev.holon.core.messenger.RemoteSchedulers.RemoteReply;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpRemoteSchedulersTest {
  private static final ProcessId TARGET = ProcessId.parse("T".repeat(42) + "A");
  private static final DataItem ITEM =
      UnsignedItem.of(TARGET.id(), List.of(new Tag("Type", "Message")), new byte[] {1, 2, 3})
          .sign(Ed25519Wallet.of(new byte[32])); // A test key.

  private static ActorSystem system;
  private final AtomicLong clock = new AtomicLong(1_000_000);
  private StandInScheduler other;

  @BeforeAll
  static void startSystem() {
    system = ActorSystem.create("remote-test", ConfigFactory.load());
  }

  @AfterAll
  static void stopSystem() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @BeforeEach
  void start() throws IOException {
    other = new StandInScheduler();
  }

  @AfterEach
  void stop() {
    other.close();
  }

  @Test
  void itemArrivesAtTheSchedulerThatTheGatewayNames() {
    RemoteSchedulers remotes = remotes(true);

    assertInstanceOf(RemoteReply.Accepted.class, await(remotes.message(TARGET, ITEM)));
    assertInstanceOf(RemoteReply.Accepted.class, await(remotes.message(TARGET, ITEM)));

    assertEquals(List.of("POST /su", "POST /su"), other.paths);
    assertArrayEquals(ITEM.toBytes(), other.posted.getFirst());
    assertEquals(2, other.questions.get(), "where it is, is remembered");
  }

  @Test
  void spawnAndAssignmentArriveToo() {
    RemoteSchedulers remotes = remotes(true);
    Id message = ITEM.id();

    await(remotes.spawn(StandInScheduler.WALLET, ITEM));
    await(remotes.assign(TARGET, message, List.of("Data", "Tags")));

    assertEquals(
        List.of(
            "POST /su",
            "POST /su/?process-id=" + TARGET + "&assign=" + message + "&exclude=Data%2CTags"),
        other.paths);
  }

  @Test
  void redirectIsFollowedWithTheBody() {
    for (int status : List.of(307, 308)) {
      other.posted.clear();
      other.answer = new StandInScheduler.Answer(status, "", other.url() + "/su/moved");

      assertInstanceOf(RemoteReply.Accepted.class, await(remotes(true).message(TARGET, ITEM)));
      assertArrayEquals(ITEM.toBytes(), other.posted.getFirst());
    }
  }

  @Test
  void endlessRedirectIsNotFollowedForEver() {
    other.answer = new StandInScheduler.Answer(307, "", other.url() + "/su");

    RemoteReply reply = await(remotes(true).message(TARGET, ITEM));

    String cause = assertInstanceOf(RemoteReply.Unreachable.class, reply).cause();
    assertTrue(cause.contains("more than 3 redirects"), cause);
    assertEquals(4, other.paths.size());
  }

  @Test
  void refusalSaysStatusAndTheBeginningOfTheAnswer() {
    other.answer = StandInScheduler.Answer.of(400, "{\"error\":\"no\n" + "x".repeat(500) + "\"}");

    RemoteReply reply = await(remotes(true).message(TARGET, ITEM));

    String cause = assertInstanceOf(RemoteReply.Refused.class, reply).cause();
    assertTrue(cause.startsWith("PUSH-0008 " + other.url() + "/su answered 400 {\"error\":\"no x"));
    assertTrue(cause.length() < 300, cause);
  }

  @Test
  void itemThatIsThereAlreadyIsDelivered() {
    other.answer =
        StandInScheduler.Answer.of(
            400, "{\"error\":\"MessageExists(\\\"Message already exists\\\")\"}");

    assertInstanceOf(RemoteReply.Accepted.class, await(remotes(true).message(TARGET, ITEM)));
  }

  @Test
  void faultOfTheOtherSideIsTriedAgain() {
    for (int status : List.of(500, 503, 429)) {
      other.answer = StandInScheduler.Answer.of(status, "later");

      RemoteReply reply = await(remotes(true).message(TARGET, ITEM));

      String cause = assertInstanceOf(RemoteReply.Unreachable.class, reply).cause();
      assertTrue(cause.startsWith("PUSH-0009"), cause);
    }
  }

  @Test
  void processThatNoGatewayKnowsIsUnknownForAMoment() {
    RemoteSchedulers remotes = remotes(true);
    other.knowsProcesses = false;

    assertInstanceOf(RemoteReply.Unknown.class, await(remotes.message(TARGET, ITEM)));
    other.knowsProcesses = true;
    assertInstanceOf(RemoteReply.Unknown.class, await(remotes.message(TARGET, ITEM)));
    clock.addAndGet(31_000);
    assertInstanceOf(RemoteReply.Accepted.class, await(remotes.message(TARGET, ITEM)));
  }

  @Test
  void schedulerOnThisMachineIsRefusedUnlessAllowed() {
    RemoteReply reply = await(remotes(false).message(TARGET, ITEM));

    String cause = assertInstanceOf(RemoteReply.Unsupported.class, reply).cause();
    assertTrue(cause.startsWith("PUSH-0007 127.0.0.1 is 127.0.0.1"), cause);
    assertEquals(List.of(), other.paths);
  }

  @Test
  void nameOfThisMachineAndOtherSchemesAreRefusedToo() {
    other.location = other.url().replace("127.0.0.1", "localhost") + "/su";
    assertInstanceOf(RemoteReply.Unsupported.class, await(remotes(false).message(TARGET, ITEM)));
    for (String url : List.of("file:///etc/passwd", "http://user@127.0.0.1/", "gopher://x/")) {
      other.location = url;
      RemoteReply reply = await(remotes(true).message(TARGET, ITEM));
      assertInstanceOf(RemoteReply.Unsupported.class, reply, url);
    }
    assertEquals(List.of(), other.paths);
  }

  @Test
  void hostThatFailsAgainAndAgainHasAPause() throws IOException {
    RemoteSchedulers remotes = remotes(true);
    StandInScheduler away = new StandInScheduler();
    other.location = away.url() + "/su";
    away.close();
    for (int i = 0; i < 5; i++) {
      assertInstanceOf(RemoteReply.Unreachable.class, await(remotes.message(TARGET, ITEM)));
    }

    RemoteReply paused = await(remotes.message(TARGET, ITEM));

    String cause = assertInstanceOf(RemoteReply.Unreachable.class, paused).cause();
    assertTrue(cause.contains("has a pause"), cause);
    other.location = other.url() + "/su";
    clock.addAndGet(31_000);
    assertInstanceOf(RemoteReply.Accepted.class, await(remotes.message(TARGET, ITEM)));
  }

  @Test
  void nodeWithoutGatewaySaysWhichSettingIsMissing() {
    RemoteSchedulers none =
        HttpRemoteSchedulers.of(
            system, RemoteSettings.of(ConfigFactory.load()), () -> Instant.EPOCH);

    RemoteReply reply = await(none.message(TARGET, ITEM));

    String cause = assertInstanceOf(RemoteReply.Unsupported.class, reply).cause();
    assertTrue(cause.startsWith("PUSH-0005") && cause.contains("holon.messenger.gateways"), cause);
  }

  @Test
  void settingsNameAllFaults() {
    IllegalArgumentException fault =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                RemoteSettings.of(
                    ConfigFactory.parseString(
                            "holon.messenger.gateways = [\"ftp://x\", \"http:// y\", \"http://ok\"]")
                        .withFallback(ConfigFactory.load())));

    String message = String.valueOf(fault.getMessage());
    assertTrue(message.contains("ftp://x: expected http or https"), message);
    assertTrue(message.contains("http:// y is no URL"), message);
  }

  private RemoteSchedulers remotes(boolean isPrivateAllowed) {
    return HttpRemoteSchedulers.of(
        system,
        new RemoteSettings(List.of(URI.create(other.url())), isPrivateAllowed),
        () -> Instant.ofEpochMilli(clock.get()));
  }

  private static RemoteReply await(CompletionStage<RemoteReply> reply) {
    return reply.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
