package dev.holon.arweave.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks one source after the other until one has a good answer. The next is asked as soon as one has
 * failed, and also when none has answered for a while: then the first good answer counts.
 */
final class HedgedRead<T> {
  private final Function<Source, CompletableFuture<Verdict<T>>> ask;
  private final InstantSource clock;
  private final Duration hedgeAfter;
  private final Iterator<Source> rest;
  private final CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
  private final List<String> causes = new ArrayList<>();
  private int underWay;
  private int absentCount;
  private int silentCount;

  /**
   * @param sources in the order in which to ask; paused ones are not asked
   */
  HedgedRead(
      List<Source> sources,
      Function<Source, CompletableFuture<Verdict<T>>> ask,
      InstantSource clock,
      Duration hedgeAfter) {
    this.ask = ask;
    this.clock = clock;
    this.hedgeAfter = hedgeAfter;
    List<Source> open = new ArrayList<>();
    for (Source source : sources) {
      if (source.health().isPaused(clock.millis())) {
        silentCount++;
        causes.add(source.name() + ": failed before and has a pause");
      } else {
        open.add(source);
      }
    }
    this.rest = open.iterator();
  }

  CompletableFuture<Answer<T>> run() {
    askNext();
    return answer;
  }

  private void askNext() {
    Source source;
    synchronized (this) {
      if (answer.isDone()) {
        return;
      }
      if (!rest.hasNext()) {
        if (underWay == 0) {
          answer.complete(conclusion());
        }
        return;
      }
      source = rest.next();
      underWay++;
    }
    long begun = clock.millis();
    ask.apply(source)
        .exceptionally(fault -> new Verdict.Failed<>(HttpExchange.cause(fault)))
        .thenAccept(verdict -> judge(source, verdict, clock.millis() - begun))
        .exceptionally(
            fault -> {
              answer.completeExceptionally(fault);
              return null;
            });
    CompletableFuture.delayedExecutor(hedgeAfter.toMillis(), TimeUnit.MILLISECONDS)
        .execute(this::askNextIfAny);
  }

  private void askNextIfAny() {
    synchronized (this) {
      if (!rest.hasNext()) {
        return;
      }
    }
    askNext();
  }

  private void judge(Source source, Verdict<T> verdict, long tookMillis) {
    synchronized (this) {
      underWay--;
      switch (verdict) {
        case Verdict.Good<T> good -> {
          source.health().answered(tookMillis);
          answer.complete(new Answer.Found<>(good.value()));
        }
        case Verdict.Unusable<T> unusable -> {
          source.health().answered(tookMillis);
          answer.complete(new Answer.Refused<>(unusable.cause()));
        }
        case Verdict.Absent<T> absent -> {
          source.health().answered(tookMillis);
          absentCount++;
          causes.add(source.name() + ": " + absent.cause());
        }
        case Verdict.Wrong<T> wrong -> {
          source.health().lied(clock.millis());
          silentCount++;
          causes.add(source.name() + " lies: " + wrong.cause());
        }
        case Verdict.Failed<T> failed -> {
          source.health().failed(clock.millis());
          silentCount++;
          causes.add(source.name() + ": " + failed.cause());
        }
      }
    }
    askNext();
  }

  private Answer<T> conclusion() {
    String cause = String.join("; ", causes);
    return absentCount > silentCount
        ? new Answer.Missing<>(cause)
        : new Answer.Unreachable<>(cause);
  }
}
