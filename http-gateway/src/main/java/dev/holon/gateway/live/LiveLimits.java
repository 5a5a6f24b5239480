package dev.holon.gateway.live;

import java.time.Duration;

/**
 * What live streams may cost.
 *
 * @param subscribersMax most streams of the node; more are answered 503
 * @param pageEntries events read at once for one stream
 * @param resultBytesMax results larger than this are announced without their content
 * @param heartbeat longest silence on a stream
 * @param slowReaderMax how long a reader may leave what is ready for it
 * @param durationMax how long a stream lasts; then its reader is told where to go on
 * @param pollInterval how often the stores are looked at without a hint
 */
public record LiveLimits(
    int subscribersMax,
    int pageEntries,
    long resultBytesMax,
    Duration heartbeat,
    Duration slowReaderMax,
    Duration durationMax,
    Duration pollInterval) {

  /** 1,000 streams, pages of 16 results up to 256 KiB, 15 s, 30 s, an hour, 1 s. */
  public static final LiveLimits DEFAULT =
      new LiveLimits(
          1_000,
          16,
          256L << 10,
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          Duration.ofSeconds(1));

  public LiveLimits {
    if (subscribersMax < 0 || pageEntries < 1 || resultBytesMax < 0) {
      throw new IllegalArgumentException("counts and sizes must be positive");
    }
    for (Duration time : new Duration[] {heartbeat, slowReaderMax, durationMax, pollInterval}) {
      if (time.toMillis() < 1) {
        throw new IllegalArgumentException("times must be positive, got " + time);
      }
    }
  }
}
