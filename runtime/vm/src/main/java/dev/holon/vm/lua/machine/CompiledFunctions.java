package dev.holon.vm.lua.machine;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The functions of one kind that run as Java bytecode in this Java machine, and the bytes of their
 * classes. When there are too many, those compiled first are interpreted again: nothing else holds
 * their classes, so Java unloads them. Functions that are no more count until their turn comes.
 * Thread-safe.
 */
final class CompiledFunctions {
  private final int countMax;
  private final long bytesMax;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long bytes;

  private record Entry(
      WeakReference<Executable> function, WeakReference<CompiledCode> code, int bytes) {

    /** Unless it was compiled anew, which another entry counts. */
    void interpretAgain() {
      Executable of = function.get();
      CompiledCode made = code.get();
      if (of != null && made != null && of.compiled == made) {
        of.compiled = null;
        of.leaf = null;
        of.heat = Tier.heatOfLoaded(of);
      }
    }
  }

  /**
   * @param bytesMax of class files; Java's own form of a class takes a few times as much
   */
  CompiledFunctions(int countMax, long bytesMax) {
    this.countMax = countMax;
    this.bytesMax = bytesMax;
  }

  /** Counts a function in that was compiled, and others out to make room. */
  synchronized void add(Executable function, CompiledCode code) {
    entries.add(
        new Entry(new WeakReference<>(function), new WeakReference<>(code), code.classBytes));
    bytes += code.classBytes;
    while (entries.size() > countMax || bytes > bytesMax) {
      Entry first = entries.remove();
      bytes -= first.bytes();
      first.interpretAgain();
    }
  }

  synchronized int count() {
    return entries.size();
  }
}
