package dev.holon.protocol;

import java.util.List;

/** The items that the benchmarks measure with. */
final class BenchmarkItems {
  private BenchmarkItems() {}

  static UnsignedItem message(int dataSizeBytes) {
    return new UnsignedItem(
        Id.of(new byte[32]),
        new byte[32],
        List.of(
            new Tag("Data-Protocol", "ao"),
            new Tag("Variant", "ao.TN.1"),
            new Tag("Type", "Message"),
            new Tag("SDK", "aoconnect"),
            new Tag("Content-Type", "text/plain"),
            new Tag("Action", "Transfer"),
            new Tag("Recipient", "BteTHZ9lmep4ERE5ew4pOSlvLmGfy_Ma_uENSXE_Y9I"),
            new Tag("Quantity", "1000000000000")),
        new byte[dataSizeBytes]);
  }
}
