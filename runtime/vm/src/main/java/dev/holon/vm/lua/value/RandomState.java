package dev.holon.vm.lua.value;

/**
 * The generator behind {@code math.random}: xoshiro256** (Blackman and Vigna, 2018), seeded by
 * splitmix64. Its state is part of the process: saved with it, and given back when an evaluation
 * fails.
 */
public final class RandomState implements Undoable {
  private static final int WORDS = 4;
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double UNIT_OF_53_BITS = 0x1p-53;

  private final Heap heap;
  private long[] state = new long[WORDS];
  private int epoch;

  /** A generator seeded with 0: every process starts with the same. */
  public RandomState(Heap heap) {
    this.heap = heap;
    this.epoch = heap.epoch();
    fill(0);
  }

  /** Starts the sequence that belongs to a seed. */
  public void seed(long seed) {
    save();
    fill(seed);
  }

  private void fill(long seed) {
    long counter = seed;
    for (int i = 0; i < WORDS; i++) {
      counter += GOLDEN_GAMMA;
      long mixed = (counter ^ (counter >>> 30)) * 0xbf58476d1ce4e5b9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
      state[i] = mixed ^ (mixed >>> 31);
    }
  }

  /** The next 64 bits. */
  public long next() {
    save();
    long result = Long.rotateLeft(state[1] * 5, 7) * 9;
    long shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = Long.rotateLeft(state[3], 45);
    return result;
  }

  /** A float from 0 on and below 1, of 53 bits. */
  public double nextReal() {
    return (next() >>> 11) * UNIT_OF_53_BITS;
  }

  /** The state for a checkpoint: four words. */
  public long[] words() {
    return state.clone();
  }

  /** Takes a state from a checkpoint. */
  public void setWords(long[] words) {
    if (words.length != WORDS) {
      throw new IllegalArgumentException("a state has " + WORDS + " words, not " + words.length);
    }
    save();
    state = words.clone();
  }

  private void save() {
    if (epoch != heap.epoch()) {
      heap.save(this, state.clone());
      epoch = heap.epoch();
    }
  }

  @Override
  public void undo(Object saved) {
    state = ((long[]) saved).clone();
  }
}
