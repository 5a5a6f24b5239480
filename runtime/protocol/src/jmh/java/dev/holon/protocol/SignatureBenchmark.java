package dev.holon.protocol;

import dev.holon.protocol.crypto.SignatureProvider;
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

/** Checking and making signatures over an item with 1 kB of data, deep hash included, by provider and type. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class SignatureBenchmark {
  @Param({"PORTABLE", "FASTEST"})
  Provider provider = Provider.PORTABLE;

  @Param({"ARWEAVE", "ED25519", "ETHEREUM"})
  SignatureType type = SignatureType.ED25519;

  private UnsignedItem unsigned;
  private Wallet wallet;
  private DataItem item;
  private Verifier verifier;

  /** Which implementations to measure. */
  public enum Provider {
    PORTABLE,
    FASTEST
  }

  @Setup
  public void sign() {
    unsigned = BenchmarkItems.message(1024);
    boolean isPortable = provider == Provider.PORTABLE;
    SignatureProvider schemes =
        isPortable ? SignatureProvider.portable() : SignatureProvider.fastest();
    verifier = isPortable ? Verifier.portable() : Verifier.fastest();
    wallet =
        switch (type) {
          case ARWEAVE -> TestKeys.rsa(schemes);
          case ED25519 -> Ed25519Wallet.of(TestKeys.EXAMPLE_SEED, schemes);
          case ETHEREUM -> Secp256k1Wallet.of(TestKeys.EXAMPLE_SECRET, schemes);
          case SOLANA, APTOS, MULTI_APTOS, TYPED_ETHEREUM ->
              throw new IllegalArgumentException("no wallet of " + type);
        };
    item = unsigned.sign(wallet);
  }

  @Benchmark
  public VerifiedItem verify() throws ItemException {
    return verifier.verify(item);
  }

  @Benchmark
  public DataItem signItem() {
    return unsigned.sign(wallet);
  }
}
