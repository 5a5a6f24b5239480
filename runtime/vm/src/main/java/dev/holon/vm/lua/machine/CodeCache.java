package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.CompileError;
import dev.holon.vm.lua.code.Compiler;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiled chunks by the hash of their name and text. As long as anything holds a unit, the same
 * text gives the same unit, so that a process which loads one text again and again holds it once.
 * Thread-safe.
 *
 * <p>A process is charged for a unit as if it had been compiled, found or not.
 */
public final class CodeCache {
  /** Units kept though nothing uses them, for processes that come back. */
  private static final int RECENT_COUNT = 64;

  /** Larger ones are not kept. */
  private static final int RECENT_SOURCE_BYTES_MAX = 1 << 17;

  /** For looking a text up and making a unit, besides what compiling it costs. */
  private static final int LOAD_GAS = 50;

  private final ConcurrentMap<ByteBuffer, Held> units = new ConcurrentHashMap<>();
  private final ReferenceQueue<CodeUnit> dropped = new ReferenceQueue<>();
  private final @Nullable CodeUnit[] recent = new @Nullable CodeUnit[RECENT_COUNT];
  private int recentNext;

  private static final class Held extends WeakReference<CodeUnit> {
    private final ByteBuffer key;

    Held(ByteBuffer key, CodeUnit unit, ReferenceQueue<CodeUnit> queue) {
      super(unit, queue);
      this.key = key;
    }
  }

  /**
   * The unit of a chunk; the array belongs to the cache from now on.
   *
   * @param heap charged for the text and for compiling it
   */
  CodeUnit compile(byte[] source, ByteString chunkName, Heap heap) throws CompileError {
    long textBytes = (long) source.length + chunkName.length();
    heap.allocate(textBytes);
    heap.spend(LOAD_GAS);
    boolean canPayReading = heap.canSpend(source.length);
    byte[] hash = canPayReading ? CodeUnit.hash(chunkName, source) : new byte[0];
    CodeUnit known = canPayReading ? find(hash) : null;
    if (known != null && heap.canSpend(known.gas) && heap.hasRoom(known.bytes - textBytes)) {
      heap.spend(known.gas);
      heap.allocate(known.bytes - textBytes);
      return known;
    }
    long gas = heap.gasUsed();
    long bytes = heap.bytesUsed();
    Executable main = new Executable(Compiler.compile(source, chunkName, heap));
    CodeUnit.Cost cost =
        new CodeUnit.Cost(heap.gasUsed() - gas, heap.bytesUsed() - bytes + textBytes);
    return known != null ? known : shared(new CodeUnit(chunkName, source, hash, main, cost));
  }

  /** The unit of a chunk that no process is charged for. */
  CodeUnit compile(byte[] source, ByteString chunkName) throws CompileError {
    Heap nobodys = new Heap();
    nobodys.setLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    return compile(source, chunkName, nobodys);
  }

  private @Nullable CodeUnit find(byte[] hash) {
    Held held = units.get(ByteBuffer.wrap(hash));
    return held == null ? null : held.get();
  }

  private CodeUnit shared(CodeUnit made) {
    forgetDropped();
    ByteBuffer key = ByteBuffer.wrap(made.hash());
    Held mine = new Held(key, made, dropped);
    while (true) {
      Held other = units.putIfAbsent(key, mine);
      CodeUnit known = other == null ? made : other.get();
      if (known != null) {
        keep(known);
        return known;
      }
      if (other != null) {
        units.remove(key, other);
      }
    }
  }

  private void forgetDropped() {
    Reference<? extends CodeUnit> gone = dropped.poll();
    while (gone != null) {
      if (gone instanceof Held held) {
        units.remove(held.key, held);
      }
      gone = dropped.poll();
    }
  }

  private synchronized void keep(CodeUnit unit) {
    if (unit.source.length <= RECENT_SOURCE_BYTES_MAX) {
      recent[recentNext] = unit;
      recentNext = (recentNext + 1) % RECENT_COUNT;
    }
  }
}
