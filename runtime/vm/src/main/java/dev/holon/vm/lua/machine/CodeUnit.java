package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * A compiled chunk with the text it came from, so that a checkpoint can name its functions by
 * number. Immutable but for what the second tier notes; shared by all processes that run the same
 * text under the same name.
 */
public final class CodeUnit {
  static final int HASH_BYTES = 32;

  final ByteString chunkName;
  final byte[] source;
  final Executable main;

  /** All functions of the chunk by their number; the main one is 0. */
  final Executable[] functions;

  /** What compiling takes. */
  final long gas;

  /** What a process is charged for as long as it holds any function of the unit. */
  final long bytes;

  /** The second tier treats it better than code made by {@code load}. */
  volatile boolean isProgram;

  private final byte[] hash;
  private @Nullable Map<ByteString, ByteString> constants;

  CodeUnit(ByteString chunkName, byte[] source, byte[] hash, Executable main, Cost cost) {
    this.chunkName = chunkName;
    this.source = source;
    this.hash = hash;
    this.main = main;
    this.gas = cost.gas();
    this.bytes = cost.bytes();
    this.functions = new Executable[count(main)];
    adopt(main);
  }

  record Cost(long gas, long bytes) {}

  /** Functions nest no deeper than the compiler's own limit. */
  private static int count(Executable function) {
    int count = 1;
    for (Executable child : function.children) {
      count += count(child);
    }
    return count;
  }

  /**
   * Says that the unit is a module's or program's own code, which a host loads once and runs long,
   * where code may make any number of units by {@code load}.
   */
  void setProgram() {
    isProgram = true;
    for (Executable function : functions) {
      function.heat = Math.max(function.heat, 0);
    }
  }

  private void adopt(Executable function) {
    function.unit = this;
    function.heat = Tier.heatOfLoaded(function);
    functions[function.prototype.index] = function;
    for (Executable child : function.children) {
      adopt(child);
    }
  }

  /** SHA-256 over the name's length as eight bytes, the name and the text. */
  static byte[] hash(ByteString chunkName, byte[] source) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] name = chunkName.array();
      for (int shift = 56; shift >= 0; shift -= 8) {
        digest.update((byte) ((long) name.length >>> shift));
      }
      digest.update(name);
      return digest.digest(source);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  byte[] hash() {
    return hash;
  }

  boolean hasHash(byte[] other) {
    return Arrays.equals(hash, other);
  }

  /** The texts among the constants, each under itself. */
  synchronized Map<ByteString, ByteString> constants() {
    Map<ByteString, ByteString> known = constants;
    if (known == null) {
      known = new HashMap<>();
      for (Executable function : functions) {
        for (LuaValue constant : function.constants) {
          if (constant instanceof ByteString text) {
            known.putIfAbsent(text, text);
          }
        }
      }
      constants = known;
    }
    return known;
  }
}
