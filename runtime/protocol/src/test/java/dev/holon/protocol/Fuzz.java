package dev.holon.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Mutates a corpus and feeds it to {@link FuzzTarget}. The corpus is the golden vectors and
 * src/test/resources/fuzz, where the bytes of every fault found are kept.
 *
 * <p>Arguments of {@link #main}: number of inputs, seed. The input that failed is written to
 * target/fuzz.
 */
final class Fuzz {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path FAILURES = Path.of("target/fuzz");
  private static final int INPUT_SIZE_BYTES_MAX = 8192;
  private static final byte[] EDGES = {0, 1, 2, 0x7f, (byte) 0x80, (byte) 0xff};

  private final List<byte[]> corpus;
  private final Random random;

  Fuzz(long seed) {
    this.corpus = corpus();
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    new Fuzz(seed).run(count);
  }

  /** Runs the corpus as it is, then so many mutations of it. */
  void run(int count) {
    corpus.forEach(Fuzz::feed);
    for (int i = 0; i < count; i++) {
      feed(mutate(corpus.get(random.nextInt(corpus.size()))));
    }
  }

  private static void feed(byte[] input) {
    try {
      FuzzTarget.accept(input);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; input saved as " + save(input), e);
    }
  }

  private byte[] mutate(byte[] original) {
    byte[] input = original.clone();
    int steps = 1 + random.nextInt(4);
    for (int step = 0; step < steps && input.length > 0; step++) {
      int offset = offset(input.length);
      switch (random.nextInt(6)) {
        case 0 -> input[offset] ^= (byte) (1 << random.nextInt(8));
        case 1 -> input[offset] = EDGES[random.nextInt(EDGES.length)];
        case 2 -> input = Arrays.copyOf(input, offset);
        case 3 ->
            input =
                Arrays.copyOf(
                    input, Math.min(input.length + 1 + random.nextInt(8), INPUT_SIZE_BYTES_MAX));
        case 4 ->
            Arrays.fill(
                input,
                offset,
                Math.min(offset + 8, input.length),
                EDGES[random.nextInt(EDGES.length)]);
        default -> input = splice(input, offset, corpus.get(random.nextInt(corpus.size())));
      }
    }
    return input;
  }

  /**
   * Half of the time near the end of the owner, where the structure is; signatures make most of the
   * bytes.
   */
  private int offset(int size) {
    if (random.nextBoolean()) {
      int start = Math.min(size - 1, size > 1026 ? 1026 : 64);
      return start + random.nextInt(size - start);
    }
    return random.nextInt(size);
  }

  private static byte[] splice(byte[] head, int offset, byte[] tail) {
    int from = Math.min(offset, tail.length);
    byte[] joined = Arrays.copyOf(head, offset + tail.length - from);
    System.arraycopy(tail, from, joined, offset, tail.length - from);
    return joined;
  }

  private static List<byte[]> corpus() {
    List<byte[]> inputs = new ArrayList<>();
    for (String directory : List.of("ans104", "fuzz", "result")) {
      try (Stream<Path> files = Files.list(RESOURCES.resolve(directory))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".bin")).sorted().toList()) {
          byte[] bytes = Files.readAllBytes(file);
          if (bytes.length <= INPUT_SIZE_BYTES_MAX) {
            inputs.add(bytes);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return inputs;
  }

  private static Path save(byte[] input) {
    try {
      Files.createDirectories(FAILURES);
      return Files.write(
          FAILURES.resolve(Integer.toHexString(Arrays.hashCode(input)) + ".bin"), input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
