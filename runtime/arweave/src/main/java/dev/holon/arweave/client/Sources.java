package dev.holon.arweave.client;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The sources of a client, best first. Thread-safe. */
final class Sources {
  private final List<Source> sources;
  private final InstantSource clock;
  private final Duration hedgeAfter;

  Sources(List<URI> urls, InstantSource clock, Duration hedgeAfter) {
    this.sources = urls.stream().map(url -> new Source(url, new SourceHealth())).toList();
    this.clock = clock;
    this.hedgeAfter = hedgeAfter;
  }

  /** Asks them until one has a good answer; never fails. */
  <T> CompletableFuture<Answer<T>> read(Function<Source, CompletableFuture<Verdict<T>>> ask) {
    return new HedgedRead<>(best(), ask, clock, hedgeAfter).run();
  }

  /** Sources of equal score stay in the operator's order. */
  List<Source> best() {
    record Scored(Source source, double score) {}
    return sources.stream()
        .map(source -> new Scored(source, source.health().score()))
        .sorted(Comparator.comparingDouble(Scored::score))
        .map(Scored::source)
        .toList();
  }
}
