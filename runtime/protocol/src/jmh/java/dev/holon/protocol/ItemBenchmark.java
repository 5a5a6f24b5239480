package dev.holon.protocol;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a message of ordinary shape, eight tags and the given data, costs apart from its signature. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ItemBenchmark {
  @Param({"1024", "102400"})
  int dataSizeBytes;

  private byte[] bytes = {};
  private DataItem item;
  private byte[] bundle;

  @Setup
  public void sign() {
    item = BenchmarkItems.message(dataSizeBytes).sign(TestKeys.secp256k1());
    bytes = item.toBytes();
    bundle = new Bundle(List.of(item, item)).toBytes();
  }

  @Benchmark
  public DataItem parse() throws ItemException {
    return DataItem.parse(bytes);
  }

  @Benchmark
  public List<Tag> parseAndReadTags() throws ItemException {
    return DataItem.parse(bytes).tags();
  }

  @Benchmark
  public byte[] deepHash() {
    return item.signatureMessage();
  }

  @Benchmark
  public PushHash pushHash() {
    return PushHash.of(item);
  }

  @Benchmark
  public Bundle parseBundleOfTwo() throws ItemException {
    return Bundle.parseStored(bundle);
  }
}
