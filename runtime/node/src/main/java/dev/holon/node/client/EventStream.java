package dev.holon.node.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Server-Sent Events (WHATWG HTML §9.2), read on a thread of their own so that a wait for the next
 * one has an end. A reader that is slow stops the sender: few events wait here.
 */
final class EventStream implements AutoCloseable {
  private static final int WAITING_MAX = 16;

  private final InputStream bytes;
  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Thread reader;

  /** What comes out of a stream. */
  sealed interface Signal {
    /** An event; its id is null when it has none. */
    record Event(String type, @Nullable String id, String data) implements Signal {}

    /** A comment or a setting: the sender is there. */
    record Heartbeat() implements Signal {}

    /** Nothing more comes. */
    record Ended() implements Signal {}
  }

  private EventStream(InputStream bytes) {
    this.bytes = bytes;
    this.reader = Thread.ofVirtual().unstarted(this::read);
  }

  static EventStream of(InputStream bytes) {
    EventStream stream = new EventStream(bytes);
    stream.reader.start();
    return stream;
  }

  /** The next signal; {@link Signal.Ended} as well when none comes in time. */
  Signal next(Duration atMost) throws InterruptedException {
    Signal signal = signals.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    return signal == null ? new Signal.Ended() : signal;
  }

  private void read() {
    try {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
        read(lines);
      } catch (IOException e) {
        // A stream that breaks has ended; who reads it goes on behind the last event.
      }
      signals.put(new Signal.Ended());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(BufferedReader lines) throws IOException, InterruptedException {
    String type = "message";
    String id = null;
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        boolean isEvent = !data.isEmpty();
        signals.put(isEvent ? new Signal.Event(type, id, data.toString()) : new Signal.Heartbeat());
        type = "message";
        id = null;
        data.setLength(0);
      } else if (line.startsWith("event:")) {
        type = value(line);
      } else if (line.startsWith("id:")) {
        id = value(line);
      } else if (line.startsWith("data:")) {
        data.append(data.isEmpty() ? "" : "\n").append(value(line));
      }
    }
  }

  private static String value(String line) {
    String value = line.substring(line.indexOf(':') + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }

  @Override
  public void close() {
    reader.interrupt();
    try {
      bytes.close();
    } catch (IOException e) {
      // It is given up in any case.
    }
  }
}
