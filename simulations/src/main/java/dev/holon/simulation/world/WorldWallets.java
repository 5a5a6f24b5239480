package dev.holon.simulation.world;

import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.Wallet;

/**
 * The keys of a world; test keys. Their signatures are the same each time, as all is in a world.
 */
record WorldWallets(Wallet scheduler, Wallet messenger, Wallet client) {
  static WorldWallets draw(Chance chance) {
    return new WorldWallets(wallet(chance), wallet(chance), wallet(chance));
  }

  private static Wallet wallet(Chance chance) {
    return Ed25519Wallet.of(chance.bytes(32));
  }
}
