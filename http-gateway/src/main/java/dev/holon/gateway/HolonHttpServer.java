package dev.holon.gateway;

import dev.holon.core.meter.Metric;
import dev.holon.gateway.Routes.Unit;
import dev.holon.gateway.guard.ClosingAnswer;
import dev.holon.gateway.guard.SlowClientGuard;
import dev.holon.gateway.live.Subscribers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.io.Inet;
import org.apache.pekko.io.TcpSO;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's one HTTP port. Each connection runs through {@link SlowClientGuard}, then Pekko's
 * HTTP/1.1 layer, then the routes.
 */
public final class HolonHttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(HolonHttpServer.class);
  private static final int BACKLOG = 1_024;
  private static final Duration LINGER = Duration.ofMillis(500);
  private static final Duration DRAIN_POLL = Duration.ofMillis(20);
  private static final ByteString TOO_MANY_CONNECTIONS = tooManyConnections();

  private final ActorSystem system;
  private final GatewaySettings settings;
  private final Traffic traffic;
  private final Materializer materializer;
  private final SharedKillSwitch connections = KillSwitches.shared("holon-http");
  private final BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> httpLayer;
  private final Routes routes;
  private final RequestMeters meters;
  private final RequestHandler requests;
  private final CompletableFuture<Tcp.ServerBinding> binding = new CompletableFuture<>();

  /** Builds the server; {@link #start} opens its port. The actor system may be classic or typed. */
  public HolonHttpServer(
      ClassicActorSystemProvider system, GatewaySettings settings, NodePorts ports) {
    this.system = system.classicSystem();
    this.settings = settings;
    this.traffic = new Traffic(settings.limits(), settings.units().load());
    this.materializer = SystemMaterializer.get(this.system).materializer();
    this.httpLayer = httpLayer();
    Workers workers = Workers.of(this.system, ports.storeCalls());
    NodeSurface node = new NodeSurface(ports, settings, traffic, workers);
    this.routes = routes(ports, workers, node);
    ports
        .meters()
        .gauge(
            Metric.NODE_READY,
            () -> !traffic.isDraining() && ports.storeCalls().gate().isOpen() ? 1 : 0);
    this.meters = new RequestMeters(ports.meters(), traffic);
    this.requests = new RequestHandler(routes, node, traffic, meters, settings);
  }

  /**
   * Answers what the node says about itself ({@code /metrics}, {@code /health/ready}, ...) for
   * another port, as this one does. No part of this port's load; it need not have been opened.
   *
   * @return empty when the request asks for something else; the stage does not fail
   */
  public Optional<CompletionStage<HttpResponse>> aboutNode(HttpRequest request) {
    return requests.aboutNode(request);
  }

  /** All that the port serves. */
  Routes routes() {
    return routes;
  }

  private Routes routes(NodePorts ports, Workers workers, NodeSurface node) {
    GatewayLimits limits = settings.limits();
    BodyReader bodies = new BodyReader(materializer, limits.bodyTimeout());
    ItemIntake intake = new ItemIntake(ports, bodies, workers, limits);
    Subscribers subscribers = new Subscribers(settings.units().live().subscribersMax());
    ports.meters().gauge(Metric.GATEWAY_LIVE_STREAMS, subscribers::count);
    LiveSurface live = new LiveSurface(system, ports, settings, subscribers);
    return new Routes(
        List.of(
            Unit.atRoot(
                "mu", new MessengerSurface(intake, new DebugTraces(ports, settings), workers)),
            Unit.atRoot("cu", new ComputeSurface(ports, bodies, workers, settings)),
            Unit.atRoot("cu", live),
            Unit.atRoot("mu", new MonitorSurface(ports, bodies, workers, limits)),
            Unit.atRoot("cu", new CronSurface(ports, workers, limits)),
            Unit.atRoot("mu", new OutboxSurface(ports, workers)),
            Unit.below("su", new SchedulerSurface(ports, intake, workers, settings)),
            Unit.atRoot("", node),
            Unit.atRoot("", new ProcessSurface(ports, workers)),
            Unit.atRoot("", new TraceSurface(ports, workers, settings)),
            Unit.atRoot("", new LogSurface(ports, workers, limits)),
            Unit.atRoot("", new SettlementSurface(ports, workers)),
            Unit.atRoot("gateway", new GatewaySurface(ports, bodies, workers, limits))));
  }

  private BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> httpLayer() {
    GatewayLimits limits = settings.limits();
    ServerSettings server =
        ServerSettings.create(
            system
                .settings()
                .config()
                .getConfig("holon.http")
                .withFallback(system.settings().config()));
    ServerSettings bounded =
        server
            .withPipeliningLimit(limits.pipeliningMax())
            .withParserSettings(
                server
                    .getParserSettings()
                    .withMaxUriLength(limits.uriBytesMax())
                    .withMaxHeaderValueLength(limits.headerBytesMax())
                    .withMaxHeaderCount(limits.headerCountMax())
                    .withMaxContentLength(Long.MAX_VALUE));
    BidiFlow<HttpResponse, SslTlsOutbound, SslTlsInbound, HttpRequest, NotUsed> layer =
        Http.get(system).serverLayer(bounded);
    return layer.atop(plainText());
  }

  @SuppressWarnings(
      "unchecked") // A flow that emits SessionBytes emits SslTlsInbound: outlets are covariant.
  private static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>
      plainText() {
    return (BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>)
        (BidiFlow<?, ?, ?, ?, ?>) TLSPlacebo.getInstance();
  }

  /** Opens the port; the stage fails when it cannot be bound. Call it once. */
  public CompletionStage<InetSocketAddress> start() {
    List<Inet.SocketOption> options = List.of(TcpSO.tcpNoDelay(true));
    Tcp.get(system)
        .bind(settings.host(), settings.port(), BACKLOG, options, false, Optional.empty())
        .toMat(Sink.foreach(this::accept), Keep.left())
        .run(materializer)
        .whenComplete(
            (bound, failure) -> {
              if (failure == null) {
                binding.complete(bound);
              } else {
                binding.completeExceptionally(failure);
              }
            });
    return binding.thenApply(
        bound -> {
          LOG.info("HTTP listens on {}", bound.localAddress());
          return bound.localAddress();
        });
  }

  /**
   * Closes the port, lets requests that are being worked on finish, and closes all connections at
   * the latest after {@code deadline}.
   */
  public CompletionStage<Done> stop(Duration deadline) {
    traffic.drain();
    long deadlineNanos = System.nanoTime() + deadline.toNanos();
    return binding
        .thenCompose(Tcp.ServerBinding::unbind)
        .thenCompose(unbound -> await(deadlineNanos, traffic::inFlightCount))
        .thenCompose(finished -> linger())
        .thenCompose(
            lingered -> {
              connections.shutdown();
              return await(deadlineNanos, traffic::connectionCount);
            })
        .thenApply(
            isEmpty -> {
              if (!isEmpty) {
                connections.abort(new TimeoutException("the node is stopping"));
              }
              return Done.getInstance();
            });
  }

  // The last answers are made, but not all may have left yet; what is idle can wait as well.
  private CompletionStage<Boolean> linger() {
    return traffic.connectionCount() == 0
        ? CompletableFuture.completedFuture(true)
        : Patterns.after(
            LINGER,
            system.scheduler(),
            system.dispatcher(),
            () -> CompletableFuture.completedFuture(true));
  }

  private CompletionStage<Boolean> await(long deadlineNanos, IntSupplier count) {
    if (count.getAsInt() == 0) {
      return CompletableFuture.completedFuture(true);
    }
    if (System.nanoTime() > deadlineNanos) {
      return CompletableFuture.completedFuture(false);
    }
    return Patterns.after(
        DRAIN_POLL, system.scheduler(), system.dispatcher(), () -> await(deadlineNanos, count));
  }

  private void accept(Tcp.IncomingConnection connection) {
    if (!traffic.openConnection()) {
      meters.connectionRefused();
      connection.handleWith(
          Flow.fromSinkAndSource(Sink.cancelled(), Source.single(TOO_MANY_CONNECTIONS)),
          materializer);
      return;
    }
    SlowClientGuard guard =
        new SlowClientGuard(settings.guard(), System::nanoTime, traffic::closeConnection);
    InetAddress client = connection.remoteAddress().getAddress();
    Flow<HttpRequest, HttpResponse, NotUsed> handler =
        Flow.of(HttpRequest.class)
            .mapAsync(
                settings.limits().pipeliningMax(), request -> requests.handle(request, client));
    Flow<ByteString, ByteString, NotUsed> server =
        httpLayer.atop(BidiFlow.fromGraph(guard)).reversed().join(handler);
    Flow<ByteString, ByteString, NotUsed> stoppable =
        Flow.of(ByteString.class).via(connections.flow()).via(server);
    connection.handleWith(stoppable, materializer);
  }

  private static ByteString tooManyConnections() {
    String body =
        "{\"error\":\"HTTP-0503: the node has as many connections as it takes\",\"code\":\"HTTP-0503\",\"retry\":\"LATER\"}";
    return ClosingAnswer.of("503 Service Unavailable", body);
  }
}
