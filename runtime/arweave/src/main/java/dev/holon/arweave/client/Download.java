package dev.holon.arweave.client;

import dev.holon.arweave.DataSource;
import dev.holon.arweave.DataTree;
import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One transaction's data on its way into a file. Each source writes a file of its own; the first
 * that is the data takes the name that was asked for.
 */
final class Download {
  /** What a source must manage in the long run, so that it does not hold up the next. */
  private static final long BYTES_PER_SECOND_MIN = 64 << 10;

  private final HttpExchange http;
  private final Transaction transaction;
  private final Path file;
  private final HttpExchange.Limits limits;
  private final AtomicInteger partCount = new AtomicInteger();

  Download(HttpExchange http, Transaction transaction, Path file, Duration deadline) {
    this.http = http;
    this.transaction = transaction;
    this.file = file;
    long size = transaction.content().dataSizeBytes();
    this.limits = new HttpExchange.Limits(deadline.plusSeconds(size / BYTES_PER_SECOND_MIN), size);
  }

  CompletableFuture<Verdict<Path>> from(Source source) {
    Path part =
        file.resolveSibling(file.getFileName() + "." + partCount.getAndIncrement() + ".part");
    return http.download(source.at("/raw/" + transaction.id()), part, limits)
        .thenCompose(
            reply ->
                reply.isSuccess()
                    ? CompletableFuture.completedFuture(reply)
                    : http.download(source.at("/" + transaction.id()), part, limits))
        .thenApply(reply -> judge(reply, part))
        .whenComplete((verdict, fault) -> deleteIfThere(part));
  }

  private Verdict<Path> judge(HttpReply reply, Path part) {
    if (!reply.isSuccess()) {
      return Replies.isAbsent(reply)
          ? new Verdict.Absent<>(reply.excerpt())
          : new Verdict.Failed<>(reply.excerpt());
    }
    try {
      transaction.verifyData(DataTree.of(DataSource.of(part)));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new Verdict.Good<>(file);
    } catch (TransactionException e) {
      return new Verdict.Wrong<>(String.valueOf(e.getMessage()));
    } catch (IOException | UncheckedIOException e) {
      return new Verdict.Unusable<>(file + " cannot be written: " + e.getMessage());
    }
  }

  private static void deleteIfThere(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // A part that stays is overwritten by nobody and read by nobody.
    }
  }
}
