package dev.holon.gateway;

import dev.holon.actors.StoreCalls;
import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.core.trace.TraceLimits;
import dev.holon.core.trace.TraceStore;
import dev.holon.core.trace.Traces;
import dev.holon.gateway.live.LiveEvent;
import dev.holon.gateway.live.LiveFeed;
import dev.holon.gateway.live.LiveLimits;
import dev.holon.gateway.live.LiveStage;
import dev.holon.gateway.live.ResultFeed;
import dev.holon.gateway.live.Subscribers;
import dev.holon.gateway.live.TraceFeed;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * {@code GET /{pid}/results/live} and {@code GET /trace/{id}/live}: streams of what becomes
 * durable, as Server-Sent Events, or over a WebSocket when the client asks to change to one.
 */
final class LiveSurface implements Surface {
  /** Longest time between the answer and the start of its stream. */
  static final Duration START_MAX = Duration.ofSeconds(30);

  private static final ByteString PREAMBLE = ByteString.fromString("retry: 1000\n\n");

  private final ActorSystem system;
  private final ScheduleStore schedule;
  private final ResultStore results;
  private final TraceStore traceStore;
  private final Places places;
  private final StoreCalls storeCalls;
  private final LiveStage.Sources sources;
  private final LiveLimits limits;
  private final TraceLimits traceLimits;
  private final Subscribers subscribers;
  private final List<Route> routes;

  LiveSurface(
      ActorSystem system, NodePorts ports, GatewaySettings settings, Subscribers subscribers) {
    this.system = system;
    this.schedule = ports.schedule();
    this.results = ports.results();
    this.traceStore = ports.traces();
    this.places = new Places(ports.schedule());
    this.storeCalls = ports.storeCalls();
    this.sources = new LiveStage.Sources(ports.storeCalls(), ports.wakeups(), System::nanoTime);
    this.limits = settings.units().live();
    this.traceLimits = settings.units().trace();
    this.subscribers = subscribers;
    this.routes =
        List.of(
            Route.of("GET /{pid}/results/live", this::results),
            Route.of("GET /trace/{id}/live", this::trace));
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private CompletionStage<HttpResponse> results(Call call) {
    ProcessId process = new ProcessId(call.idAt(0));
    OptionalLong from = from(call);
    return open(call, () -> resultFeed(process, from));
  }

  private CompletionStage<HttpResponse> trace(Call call) {
    Id id = call.idAt(1);
    Optional<ProcessId> process = call.query().process("process-id");
    Traces traces = new Traces(traceStore, schedule);
    return open(call, () -> new TraceFeed(traces, places.require(id, process), traceLimits));
  }

  /** The first slot to show: the one after the last that the client saw, or what it asks for. */
  private static OptionalLong from(Call call) {
    Optional<String> lastEventId = call.header("last-event-id").filter(text -> !text.isEmpty());
    OptionalLong from = call.query().number("from");
    if (lastEventId.isPresent()) {
      try {
        from = OptionalLong.of(Math.addExact(Long.parseLong(lastEventId.get()), 1));
      } catch (NumberFormatException | ArithmeticException e) {
        throw RequestFault.malformed("the header Last-Event-ID must be a slot");
      }
    }
    if (from.isPresent() && (from.getAsLong() < 0 || from.getAsLong() > Long.MAX_VALUE >> 1)) {
      throw RequestFault.malformed("'from' must be a slot, at least 0");
    }
    return from;
  }

  private LiveFeed resultFeed(ProcessId process, OptionalLong from) {
    if (traceStore.head(process).isEmpty()) {
      throw new RefusedException(
          new Refusal(
              RefusalCode.UNKNOWN_PROCESS, "process " + process + " is not known to this node"));
    }
    long first =
        from.orElseGet(() -> results.newest(process).map(StoredResult::slot).orElse(-1L) + 1);
    return new ResultFeed(traceStore, process, first, limits);
  }

  private CompletionStage<HttpResponse> open(Call call, Supplier<LiveFeed> feed) {
    return storeCalls.call(feed).thenApply(opened -> answer(call, opened));
  }

  private HttpResponse answer(Call call, LiveFeed feed) {
    Optional<Subscribers.Ticket> ticket = subscribers.enter();
    if (ticket.isEmpty()) {
      return Failure.of(
          RequestFault.busy(
              "the node has "
                  + limits.subscribersMax()
                  + " live streams, as many as it takes; see liveSubscribersMax in GET /limits"));
    }
    // An answer whose connection is gone by now is never streamed.
    system.scheduler().scheduleOnce(START_MAX, ticket.get()::expire, system.dispatcher());
    Source<LiveEvent, NotUsed> events =
        Source.fromGraph(new LiveStage(feed, sources, limits, ticket.get()));
    Optional<WebSocketUpgrade> upgrade =
        call.request().getAttribute(AttributeKeys.webSocketUpgrade);
    return upgrade.isPresent() ? webSocket(upgrade.get(), events) : serverSentEvents(events);
  }

  private static HttpResponse serverSentEvents(Source<LiveEvent, NotUsed> events) {
    Source<ByteString, NotUsed> bytes =
        Source.single(PREAMBLE).concat(events.map(LiveEvent::toServerSentEvent));
    return HttpResponse.create()
        .withStatus(200)
        .withEntity(HttpEntities.createChunked(MediaTypes.TEXT_EVENT_STREAM.toContentType(), bytes))
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .addHeader(RawHeader.create("X-Accel-Buffering", "no"));
  }

  // What the client says is read and thrown away; when it closes, the stream ends.
  private static HttpResponse webSocket(
      WebSocketUpgrade upgrade, Source<LiveEvent, NotUsed> events) {
    Source<Message, NotUsed> messages =
        events.map(event -> (Message) TextMessage.create(event.toMessage()));
    Sink<Message, ?> ignored = Sink.ignore();
    Flow<Message, Message, NotUsed> flow = Flow.fromSinkAndSourceCoupled(ignored, messages);
    return upgrade.handleMessagesWith(flow);
  }
}
