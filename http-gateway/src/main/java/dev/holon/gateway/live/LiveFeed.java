package dev.holon.gateway.live;

import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one stream shows. Used by one stream; {@link #next} by one thread at a time. */
public interface LiveFeed {
  /** Reads on from where the last page ended. Blocks on the stores. */
  Page next();

  /** Processes whose new results are a hint to read on. */
  Set<ProcessId> processes();

  /** What a reader is told that must go on with another stream. */
  LiveEvent end(Reason reason, @Nullable String lastId);

  /**
   * Some events.
   *
   * @param isMore whether more are there already
   * @param isLast whether nothing follows: the stream ends
   */
  record Page(List<LiveEvent> events, boolean isMore, boolean isLast) {
    public Page {
      events = List.copyOf(events);
    }
  }

  /** Why a stream ends before its reader leaves. */
  enum Reason {
    SLOW_READER("slow-reader"),
    DURATION("duration");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** As it is spelled on the wire. */
    public String text() {
      return text;
    }
  }
}
