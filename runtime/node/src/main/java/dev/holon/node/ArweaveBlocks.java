package dev.holon.node;

import dev.holon.arweave.client.Answer;
import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.NetworkInfo;
import dev.holon.core.baselayer.KnownBlock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Blocks as the gateways of the settings tell them. */
record ArweaveBlocks(ArweaveClient client) implements NetworkBlocks.Network {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  @Override
  public OptionalLong height() {
    return await(client.info())
        .map(NetworkInfo::height)
        .filter(height -> height >= 0)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public Optional<KnownBlock> block(long height) {
    return await(client.block(height))
        .map(block -> new KnownBlock(block.height(), block.id(), block.timestampMillis()));
  }

  private static <T> Optional<T> await(CompletableFuture<Answer<T>> answer) {
    try {
      return answer.copy().orTimeout(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS).join().found();
    } catch (CompletionException e) {
      return Optional.empty();
    }
  }
}
