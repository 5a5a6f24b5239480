package dev.holon.gateway;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;

/**
 * Reads request bodies up to a limit. A body that came along with its head is taken as it is;
 * others are gathered chunk by chunk. A moderately larger body is read to its end and thrown away,
 * so that the client reads its answer rather than a broken connection; a much larger one is not
 * read at all.
 */
final class BodyReader {
  /** How many times the limit is read, without being kept, before the connection is given up. */
  private static final int DISCARDED_LIMITS = 4;

  private final Materializer materializer;
  private final Duration timeout;

  BodyReader(Materializer materializer, Duration timeout) {
    this.materializer = materializer;
    this.timeout = timeout;
  }

  /**
   * The body's bytes; the stage fails with {@link RequestFault} when there are more than {@code
   * bytesMax}.
   */
  CompletionStage<byte[]> read(HttpRequest request, int bytesMax) {
    HttpEntity entity = request.entity();
    if (entity instanceof HttpEntity.Strict strict) {
      ByteString data = strict.getData();
      return data.size() > bytesMax
          ? CompletableFuture.failedFuture(RequestFault.bodyTooLarge(bytesMax))
          : CompletableFuture.completedFuture(data.toArrayUnsafe());
    }
    long discardedMax = (long) bytesMax * DISCARDED_LIMITS;
    OptionalLong declared = entity.getContentLengthOption();
    boolean isWaitingToSend = request.getHeader("expect").isPresent();
    if (declared.orElse(0) > (isWaitingToSend ? bytesMax : discardedMax)) {
      return CompletableFuture.failedFuture(RequestFault.bodyTooLarge(bytesMax));
    }
    int expectedBytes = (int) Math.min(declared.orElse(0), bytesMax);
    return entity
        .getDataBytes()
        .completionTimeout(timeout)
        .runFold(new Gathered(bytesMax, discardedMax, expectedBytes), Gathered::add, materializer)
        .handle(BodyReader::toBytes);
  }

  private static byte[] toBytes(Gathered gathered, Throwable failure) {
    if (failure == null) {
      return gathered.toBytes();
    }
    if (failure instanceof RequestFault || failure.getCause() instanceof RequestFault) {
      throw new CompletionException(failure instanceof RequestFault ? failure : failure.getCause());
    }
    throw RequestFault.bodyTooSlow("the body did not arrive completely");
  }

  /** What has arrived; used by one stream. */
  private static final class Gathered {
    private final int bytesMax;
    private final long discardedMax;
    private final ByteArrayOutputStream kept;
    private long total;

    Gathered(int bytesMax, long discardedMax, int expectedBytes) {
      this.bytesMax = bytesMax;
      this.discardedMax = discardedMax;
      this.kept = new ByteArrayOutputStream(expectedBytes);
    }

    Gathered add(ByteString chunk) {
      total += chunk.size();
      if (total <= bytesMax) {
        kept.writeBytes(chunk.toArrayUnsafe());
      } else if (total > discardedMax) {
        throw RequestFault.bodyTooLarge(bytesMax);
      } else {
        kept.reset();
      }
      return this;
    }

    byte[] toBytes() {
      if (total > bytesMax) {
        throw RequestFault.bodyTooLarge(bytesMax);
      }
      return kept.toByteArray();
    }
  }
}
