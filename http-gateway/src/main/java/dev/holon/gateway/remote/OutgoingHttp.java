package dev.holon.gateway.remote;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.ClientTransport;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.OutgoingConnectionBuilder;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Location;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts to other machines. Each request has a connection of its own, to the very address that was
 * checked; a redirect is a request of its own, checked as the first. Bounded in time, in the size
 * of answers, in redirects and in requests at once. Thread-safe.
 */
final class OutgoingHttp {
  private static final Logger LOG = LoggerFactory.getLogger(OutgoingHttp.class);
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
  private static final int REDIRECTS_MAX = 3;
  private static final int UNDER_WAY_MAX = 64;
  private static final int ANSWER_BYTES_MAX = 1 << 20;
  private static final List<Integer> REDIRECTS = List.of(307, 308);

  private final ActorSystem system;
  private final Materializer materializer;
  private final Executor blocking;
  private final InstantSource clock;
  private final HostBreakers breakers = new HostBreakers();
  private final Semaphore free = new Semaphore(UNDER_WAY_MAX);

  OutgoingHttp(ActorSystem system, InstantSource clock) {
    this.system = system;
    this.materializer = SystemMaterializer.get(system).materializer();
    this.blocking = system.dispatchers().lookup("pekko.actor.default-blocking-io-dispatcher");
    this.clock = clock;
  }

  /** Which machines a request may reach. */
  enum Reach {
    /** Those that an operator named. */
    ANY,
    /** Those that everybody on the Internet reaches. */
    PUBLIC
  }

  /** What is posted. */
  record Body(String contentType, ByteString bytes) {
    static final Body NONE = new Body("", ByteString.emptyByteString());
  }

  /**
   * An answer of any status.
   *
   * @param body at most {@code ANSWER_BYTES_MAX} bytes of it
   */
  record Reply(int status, ByteString body) {
    boolean isSuccess() {
      return status / 100 == 2;
    }

    /** The beginning of the body, fit for a line of text. */
    String excerpt(int lengthMax) {
      String text = body.take(4 * lengthMax).decodeString(StandardCharsets.UTF_8);
      String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
      return line.length() <= lengthMax ? line : line.substring(0, lengthMax);
    }
  }

  /**
   * Posts, following redirects.
   *
   * @return fails with {@link ForbiddenHostException}, or with another exception when there is no
   *     answer
   */
  CompletionStage<Reply> post(URI uri, Body body, Reach reach) {
    if (!free.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(UNDER_WAY_MAX + " requests are under way already"));
    }
    return post(uri, body, reach, REDIRECTS_MAX).whenComplete((reply, fault) -> free.release());
  }

  private CompletionStage<Reply> post(URI uri, Body body, Reach reach, int redirectsLeft) {
    Optional<String> objection = HttpTarget.objection(uri);
    if (objection.isPresent()) {
      return CompletableFuture.failedFuture(
          new ForbiddenHostException(uri + ": " + objection.get()));
    }
    HttpTarget target = HttpTarget.of(uri);
    if (breakers.isOpen(target.place(), clock.millis())) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(target.place() + " failed several times and has a pause"));
    }
    return exchange(uri, target, body, reach)
        .whenComplete((answer, fault) -> note(target, fault))
        .thenCompose(
            answer -> {
              if (!REDIRECTS.contains(answer.reply().status()) || answer.location().isEmpty()) {
                return CompletableFuture.completedFuture(answer.reply());
              }
              if (redirectsLeft == 0) {
                return CompletableFuture.failedFuture(
                    new IllegalStateException("more than " + REDIRECTS_MAX + " redirects"));
              }
              return post(uri.resolve(answer.location().get()), body, reach, redirectsLeft - 1);
            });
  }

  private void note(HttpTarget target, Throwable fault) {
    if (fault == null) {
      breakers.succeeded(target.place());
    } else if (!(causeOf(fault) instanceof ForbiddenHostException)) {
      LOG.debug("no answer of {}", target.place(), fault);
      breakers.failed(target.place(), clock.millis());
    }
  }

  private record Answer(Reply reply, Optional<URI> location) {}

  private CompletionStage<Answer> exchange(URI uri, HttpTarget target, Body body, Reach reach) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    HttpRequest request =
        HttpRequest.POST(path + query)
            .addHeader(RawHeader.create("Accept", "application/json"))
            .withEntity(
                HttpEntities.create(
                    body.bytes().isEmpty()
                        ? ContentTypes.NO_CONTENT_TYPE
                        : ContentTypes.parse(body.contentType()),
                    body.bytes()));
    return Source.single(request)
        .via(connection(target, reach))
        .mapAsync(1, this::answer)
        .completionTimeout(ANSWER_MAX)
        .runWith(Sink.head(), materializer);
  }

  private Flow<HttpRequest, HttpResponse, ?> connection(HttpTarget target, Reach reach) {
    ClientConnectionSettings settings =
        ClientConnectionSettings.create(system)
            .withConnectingTimeout(CONNECT_MAX)
            .withIdleTimeout(ANSWER_MAX)
            .withTransport(
                ClientTransport.withCustomResolver((host, port) -> resolve(target, reach)));
    OutgoingConnectionBuilder builder =
        Http.get(system)
            .connectionTo(target.host())
            .toPort(target.port())
            .withClientConnectionSettings(settings);
    return target.isTls() ? builder.https() : builder.http();
  }

  private CompletionStage<InetSocketAddress> resolve(HttpTarget target, Reach reach) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            InetAddress address =
                reach == Reach.ANY
                    ? InetAddress.getByName(target.host())
                    : PublicAddresses.resolve(target.host());
            return new InetSocketAddress(address, target.port());
          } catch (UnknownHostException e) {
            throw new CompletionException(e);
          }
        },
        blocking);
  }

  private CompletionStage<Answer> answer(HttpResponse response) {
    Optional<URI> location =
        response.getHeader(Location.class).map(header -> URI.create(header.getUri().toString()));
    return response
        .entity()
        .withoutSizeLimit()
        .getDataBytes()
        .scan(ByteString.emptyByteString(), ByteString::concat)
        .takeWhile(soFar -> soFar.size() < ANSWER_BYTES_MAX, true)
        .runWith(Sink.last(), materializer)
        .thenApply(
            body ->
                new Answer(
                    new Reply(response.status().intValue(), body.take(ANSWER_BYTES_MAX)),
                    location));
  }

  /** What is behind the wrappers of stages and streams. */
  static Throwable causeOf(Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null && !(cause instanceof ForbiddenHostException)) {
      cause = cause.getCause();
    }
    return cause;
  }
}
