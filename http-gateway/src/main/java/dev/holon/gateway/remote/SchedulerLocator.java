package dev.holon.gateway.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.gateway.remote.OutgoingHttp.Reach;
import dev.holon.gateway.remote.OutgoingHttp.Reply;
import dev.holon.gateway.wire.Json;
import dev.holon.protocol.ProcessId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.util.ByteString;

/**
 * Finds the scheduler of a process by asking gateways: its tag {@code Scheduler}, then the newest
 * Scheduler-Location of that wallet (ao.TN.1 §2.6). Remembers what it found for as long as the
 * record says, and that it found nothing for half a minute. Thread-safe.
 */
final class SchedulerLocator {
  private static final Duration REMEMBER_MAX = Duration.ofHours(1);
  private static final Duration REMEMBER_NOTHING = Duration.ofSeconds(30);
  private static final int REMEMBERED_MAX = 10_000;

  private static final String PROCESS_QUERY =
      "query($ids: [ID!]) { transactions(ids: $ids) { edges { node { tags { name value } } } } }";
  private static final String LOCATION_QUERY =
      """
      query($owners: [String!]) { transactions(owners: $owners, first: 1, sort: HEIGHT_DESC, tags: [
        { name: "Data-Protocol", values: ["ao"] }, { name: "Type", values: ["Scheduler-Location"] }
      ]) { edges { node { tags { name value } } } } }""";

  private final OutgoingHttp http;
  private final List<URI> gateways;
  private final InstantSource clock;
  private final Map<String, Place> places =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  /** Where a process or wallet is; no URL when no gateway knows it. */
  private record Place(Optional<URI> url, long untilMillis) {}

  SchedulerLocator(OutgoingHttp http, List<URI> gateways, InstantSource clock) {
    this.http = http;
    this.gateways = gateways;
    this.clock = clock;
  }

  /** The URL of the process's scheduler; empty when no gateway knows the process. */
  CompletionStage<Optional<URI>> ofProcess(ProcessId process) {
    return remembered(
        process.toString(),
        () ->
            ask(PROCESS_QUERY, "ids", process.toString())
                .thenApply(tags -> tags.flatMap(all -> value(all, "Scheduler")))
                .thenCompose(
                    wallet ->
                        wallet.isEmpty()
                            ? CompletableFuture.completedFuture(nothing())
                            : locate(wallet.get())));
  }

  /** The URL of the scheduler with this address; empty when no gateway knows it. */
  CompletionStage<Optional<URI>> ofWallet(String wallet) {
    return remembered(wallet, () -> locate(wallet));
  }

  /** Forgets where it is, because it was not there. */
  synchronized void forget(String processOrWallet) {
    places.remove(processOrWallet);
  }

  private CompletionStage<Optional<URI>> remembered(
      String name, Supplier<CompletionStage<Place>> find) {
    synchronized (this) {
      Place known = places.get(name);
      if (known != null && known.untilMillis() > clock.millis()) {
        return CompletableFuture.completedFuture(known.url());
      }
    }
    return find.get()
        .thenApply(
            place -> {
              synchronized (this) {
                places.put(name, place);
              }
              return place.url();
            });
  }

  private CompletionStage<Place> locate(String wallet) {
    return ask(LOCATION_QUERY, "owners", wallet)
        .thenApply(tags -> tags.map(this::place).orElseGet(this::nothing));
  }

  private Place place(JsonNode tags) {
    Optional<String> url = value(tags, "Url").map(text -> text.replaceAll("/+$", ""));
    if (url.isEmpty()) {
      return nothing();
    }
    long millis =
        value(tags, "Time-To-Live")
            .filter(text -> text.matches("\\d{1,12}"))
            .map(Long::parseLong)
            .orElse(0L);
    long kept = Math.min(REMEMBER_MAX.toMillis(), Math.max(REMEMBER_NOTHING.toMillis(), millis));
    return new Place(Optional.of(URI.create(url.get())), clock.millis() + kept);
  }

  private Place nothing() {
    return new Place(Optional.empty(), clock.millis() + REMEMBER_NOTHING.toMillis());
  }

  /** The tags of the first transaction that a gateway finds. Fails when one did not answer. */
  private CompletionStage<Optional<JsonNode>> ask(String query, String name, String value) {
    byte[] bytes =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("query", query);
              json.writeObjectFieldStart("variables");
              json.writeArrayFieldStart(name);
              json.writeString(value);
              json.writeEndArray();
              json.writeEndObject();
              json.writeEndObject();
            });
    OutgoingHttp.Body body =
        new OutgoingHttp.Body("application/json", ByteString.fromArrayUnsafe(bytes));
    CompletionStage<Optional<JsonNode>> found = CompletableFuture.completedFuture(Optional.empty());
    for (URI gateway : gateways) {
      found = found.thenCompose(tags -> tags.isPresent() ? done(tags) : ask(gateway, body));
    }
    return found;
  }

  private CompletionStage<Optional<JsonNode>> ask(URI gateway, OutgoingHttp.Body body) {
    URI graphql = URI.create(gateway + "/graphql");
    return http.post(graphql, body, Reach.ANY).thenApply(reply -> tags(gateway, reply));
  }

  private static Optional<JsonNode> tags(URI gateway, Reply reply) {
    try {
      JsonNode edges =
          Json.MAPPER
              .readTree(reply.body().decodeString(StandardCharsets.UTF_8))
              .path("data")
              .path("transactions")
              .path("edges");
      if (!reply.isSuccess() || !edges.isArray()) {
        throw new IllegalStateException(
            gateway + " answered " + reply.status() + " " + reply.excerpt(200));
      }
      return edges.isEmpty()
          ? Optional.empty()
          : Optional.of(edges.path(0).path("node").path("tags"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(gateway + " answered no JSON", e);
    }
  }

  private static Optional<String> value(JsonNode tags, String name) {
    for (JsonNode tag : tags) {
      if (tag.path("name").asText().equalsIgnoreCase(name)) {
        return Optional.of(tag.path("value").asText()).filter(text -> !text.isEmpty());
      }
    }
    return Optional.empty();
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
