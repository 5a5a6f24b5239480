package dev.holon.gateway.guard;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Sits between one client's socket and the HTTP parser and closes the connection when the client
 * sends a head or a body too slowly, or nothing at all for too long. Bytes pass unchanged in both
 * directions.
 *
 * <p>Only time spent waiting for the client counts: while the node is not asking for bytes, because
 * it is busy with the previous request or slow to read, the clocks of head and body stand still. A
 * client that is too slow is answered 408 when nothing of an answer has been sent since its request
 * began.
 *
 * <p>Shape: first inlet and outlet carry answers to the client, the second pair carries the
 * client's bytes to the parser.
 */
public final class SlowClientGuard
    extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  private static final ByteString REQUEST_TIMEOUT = requestTimeout();
  private static final Duration TICK_MAX = Duration.ofSeconds(1);
  private static final int TICKS_IN_SHORTEST = 4;

  /** A body of which no more is missing is passed on in one piece with its head. */
  private static final int HELD_BODY_BYTES_MAX = 16 << 10;

  /** Whoever sends it in more pieces has it passed on as it comes. */
  private static final int HELD_PIECES_MAX = 8;

  private final Inlet<ByteString> answersIn = Inlet.create("SlowClientGuard.answersIn");
  private final Outlet<ByteString> answersOut = Outlet.create("SlowClientGuard.answersOut");
  private final Inlet<ByteString> requestsIn = Inlet.create("SlowClientGuard.requestsIn");
  private final Outlet<ByteString> requestsOut = Outlet.create("SlowClientGuard.requestsOut");
  private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
      new BidiShape<>(answersIn, answersOut, requestsIn, requestsOut);
  private final GuardSettings settings;
  private final LongSupplier nanoClock;
  private final Runnable onClosed;

  /**
   * Guards one connection.
   *
   * @param nanoClock monotonic, in nanoseconds
   * @param onClosed called once, when the connection has ended for whatever reason
   */
  public SlowClientGuard(GuardSettings settings, LongSupplier nanoClock, Runnable onClosed) {
    this.settings = settings;
    this.nanoClock = nanoClock;
    this.onClosed = onClosed;
  }

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private static ByteString requestTimeout() {
    String body =
        "{\"error\":\"HTTP-0408: the request arrived too slowly; see GET /limits\",\"code\":\"HTTP-0408\",\"retry\":\"LATER\"}";
    return ClosingAnswer.of("408 Request Timeout", body);
  }

  private final class Logic extends TimerGraphStageLogic {
    private final RequestFraming framing = new RequestFraming();
    private long lastActivityNanos;
    private long askedAtNanos;
    private boolean isAsking;
    private long waitedNanos;
    private long bodyBytes;
    private boolean isAnswerBegun;

    /** What came of a request and was not passed on; empty when nothing is held. */
    private ByteString held = ByteString.emptyByteString();

    private int heldPieces;
    private boolean isHeadHeld;
    private long heldRequestCount;

    Logic() {
      super(shape);
      setHandler(requestsIn, new RequestsIn());
      setHandler(requestsOut, new RequestsOut());
      setHandler(answersIn, new AnswersIn());
      setHandler(answersOut, new AnswersOut());
    }

    @Override
    public void preStart() {
      lastActivityNanos = nanoClock.getAsLong();
      askedAtNanos = lastActivityNanos;
      Duration tick =
          shorter(shorter(settings.headDeadline(), settings.bodyGrace()), settings.idleTimeout());
      tick = shorter(tick.dividedBy(TICKS_IN_SHORTEST), TICK_MAX);
      scheduleAtFixedRate("tick", tick, tick);
    }

    @Override
    public void postStop() {
      onClosed.run();
    }

    @Override
    public void onTimer(Object timer) {
      long now = nanoClock.getAsLong();
      long waited = waitedNanos + (isAsking ? now - askedAtNanos : 0);
      switch (framing.phase()) {
        case BETWEEN_REQUESTS -> {
          if (framing.requestCount() == 0 && waited > settings.headDeadline().toNanos()) {
            refuse();
            return;
          }
        }
        case HEAD -> {
          if (waited > settings.headDeadline().toNanos()) {
            refuse();
            return;
          }
        }
        case BODY -> {
          double bytesDue = waited / 1e9 * settings.bodyBytesPerSecondMin();
          if (waited > settings.bodyGrace().toNanos() && bodyBytes < bytesDue) {
            refuse();
            return;
          }
        }
        case OPAQUE -> {}
      }
      if (now - lastActivityNanos > settings.idleTimeout().toNanos()) {
        completeStage();
      }
    }

    private void refuse() {
      if (!isAnswerBegun && isAvailable(answersOut)) {
        push(answersOut, REQUEST_TIMEOUT);
      }
      completeStage();
    }

    private void onBytes(ByteString bytes) {
      long now = nanoClock.getAsLong();
      lastActivityNanos = now;
      waitedNanos += now - askedAtNanos;
      isAsking = false;
      RequestFraming.Phase phaseBefore = framing.phase();
      long requestsBefore = framing.requestCount();
      framing.accept(bytes.asByteBuffer());
      RequestFraming.Phase phase = framing.phase();
      if (phase != phaseBefore || framing.requestCount() != requestsBefore) {
        waitedNanos = 0;
        bodyBytes = 0;
        isAnswerBegun &=
            phase == RequestFraming.Phase.BODY && framing.requestCount() == requestsBefore;
      } else {
        bodyBytes += bytes.size();
      }
    }

    private void ask() {
      askedAtNanos = nanoClock.getAsLong();
      isAsking = true;
      pull(requestsIn);
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }

    private final class RequestsIn extends AbstractInHandler {
      @Override
      public void onPush() {
        ByteString bytes = grab(requestsIn);
        if (held.isEmpty()) {
          heldPieces = 0;
          heldRequestCount = framing.requestCount();
          isHeadHeld = framing.phase() != RequestFraming.Phase.BODY;
        }
        onBytes(bytes);
        held = held.concat(bytes);
        heldPieces++;
        if (isRestWorthWaitingFor()) {
          ask();
        } else {
          ByteString all = held;
          held = ByteString.emptyByteString();
          push(requestsOut, all);
        }
      }

      // Clients send head and body apart. The HTTP layer makes a stream of its own for a body that
      // does not come with its head, which costs more than all else it does for a small request.
      // A client that waits for the answer to an earlier request must get it first.
      private boolean isRestWorthWaitingFor() {
        long missing = framing.missingBytes();
        return missing > 0
            && missing <= HELD_BODY_BYTES_MAX
            && heldPieces < HELD_PIECES_MAX
            && isHeadHeld
            && framing.requestCount() == heldRequestCount;
      }

      @Override
      public void onUpstreamFinish() {
        if (held.isEmpty()) {
          complete(requestsOut);
        } else {
          emit(requestsOut, held, () -> complete(requestsOut));
        }
      }
    }

    private final class RequestsOut extends AbstractOutHandler {
      @Override
      public void onPull() {
        ask();
      }

      @Override
      public void onDownstreamFinish(Throwable cause) {
        cancel(requestsIn, cause);
      }
    }

    private final class AnswersIn extends AbstractInHandler {
      @Override
      public void onPush() {
        lastActivityNanos = nanoClock.getAsLong();
        isAnswerBegun = true;
        push(answersOut, grab(answersIn));
      }

      @Override
      public void onUpstreamFinish() {
        complete(answersOut);
      }
    }

    private final class AnswersOut extends AbstractOutHandler {
      @Override
      public void onPull() {
        pull(answersIn);
      }

      @Override
      public void onDownstreamFinish(Throwable cause) {
        cancel(answersIn, cause);
      }
    }
  }
}
