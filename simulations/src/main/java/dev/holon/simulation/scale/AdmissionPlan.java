package dev.holon.simulation.scale;

import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Wallet;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What an admission run does.
 *
 * @param folder of database, keys and logs
 * @param nodeCounts sizes of the cluster that are compared, ascending
 * @param signatures kinds of items, one after the other
 * @param rounds times that everything is measured
 * @param messages items in one measure
 * @param processes that the items are for, in turn
 * @param atOnce posts under way
 */
record AdmissionPlan(
    Path folder,
    List<Integer> nodeCounts,
    List<Signature> signatures,
    int rounds,
    int messages,
    int processes,
    int atOnce,
    int secondsMax) {
  private static final int NODES_MAX = 5;

  /** How items are signed. */
  enum Signature {
    ED25519,
    ETHEREUM,
    ARWEAVE;

    /** As it is named in options and reports. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** A new key. */
    Wallet newWallet(SecureRandom random) {
      return switch (this) {
        case ED25519 -> Ed25519Wallet.generate(random);
        case ETHEREUM -> Secp256k1Wallet.generate(random);
        case ARWEAVE -> RsaWallet.generate(random);
      };
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    static Signature parse(String name) {
      List<String> known = Arrays.stream(values()).map(Signature::text).toList();
      int index = known.indexOf(name);
      if (index < 0) {
        throw new IllegalArgumentException(
            "--signatures " + name + " is unknown: expected some of " + known);
      }
      return values()[index];
    }
  }

  AdmissionPlan {
    nodeCounts = nodeCounts.stream().sorted().distinct().toList();
    signatures = List.copyOf(signatures);
    List<String> faults = new ArrayList<>();
    nodeCounts.forEach(count -> DensityPlan.check(faults, "--nodes", count, 1, NODES_MAX));
    DensityPlan.check(faults, "--rounds", rounds, 1, 100);
    DensityPlan.check(faults, "--messages", messages, 1, 1_000_000);
    DensityPlan.check(faults, "--processes", processes, 1, 100_000);
    DensityPlan.check(faults, "--at-once", atOnce, 1, 4_096);
    DensityPlan.check(faults, "--seconds-max", secondsMax, 1, 24 * 3_600);
    if (nodeCounts.isEmpty() || signatures.isEmpty()) {
      faults.add("--nodes and --signatures need one value at least");
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }
}
