package dev.holon.arweave.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Writes a body of an answer into a new file, and gives up when it is larger than it may be. */
final class BoundedFile implements BodySubscriber<Long> {
  private final long bytesMax;
  private final Path file;
  private final CompletableFuture<Long> size = new CompletableFuture<>();
  private @Nullable FileChannel channel;
  private Flow.@Nullable Subscription subscription;
  private long written;

  BoundedFile(Path file, long bytesMax) {
    this.file = file;
    this.bytesMax = bytesMax;
  }

  @Override
  public CompletionStage<Long> getBody() {
    return size;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      newSubscription.request(1);
    } catch (IOException e) {
      giveUp(e);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    FileChannel open = channel;
    Flow.Subscription source = subscription;
    if (size.isDone() || open == null || source == null) {
      return;
    }
    try {
      for (ByteBuffer buffer : buffers) {
        written += buffer.remaining();
        if (written > bytesMax) {
          throw new IOException("the answer has more than " + bytesMax + " bytes");
        }
        while (buffer.hasRemaining()) {
          open.write(buffer);
        }
      }
      source.request(1);
    } catch (IOException e) {
      giveUp(e);
    }
  }

  @Override
  public void onError(Throwable fault) {
    giveUp(fault);
  }

  @Override
  public void onComplete() {
    try {
      close();
      size.complete(written);
    } catch (IOException e) {
      size.completeExceptionally(e);
    }
  }

  private void giveUp(Throwable fault) {
    size.completeExceptionally(fault);
    if (subscription != null) {
      subscription.cancel();
    }
    try {
      close();
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
  }

  private void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
