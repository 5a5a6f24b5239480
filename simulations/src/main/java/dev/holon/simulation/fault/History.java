package dev.holon.simulation.fault;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Every call of a run. Thread-safe. */
final class History {
  private final List<Call> calls = new ArrayList<>();

  synchronized void add(Call call) {
    calls.add(call);
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Writes one line of JSON for each call, so that a failure can be looked into. */
  void writeTo(Path file) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Call call : calls()) {
        writer.write(call.toJson());
        writer.newLine();
      }
    }
  }
}
