package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.CompileError;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * All state of a process between two messages, as bytes: {@link CheckpointFormat}. Equal states
 * have equal bytes, whether they were ever restored or not. A process that goes on from one does
 * what the other would have done, gas and memory included.
 *
 * <p>An object of this class is a checkpoint whose texts and code are made already: any number of
 * processes start from it, and share those. Thread-safe.
 */
public final class Checkpoint {
  private static final int UNIT_OF_MODULE = 0;
  private static final int UNIT_WITH_TEXT = 1;

  final byte[] bytes;
  final int end;
  final Sources sources;
  final int serialLast;
  final long bytesUsed;
  final long bytesLive;
  final long[] random;
  final CodeUnit[] units;
  final ByteString[] texts;
  final NativeFunction[] natives;
  final int tableCount;
  final int closureCount;
  final int capturingCount;
  final int upvalueCount;
  final int coroutineCount;

  /** Where what belongs to one process begins. */
  final int shells;

  private @Nullable Map<ByteString, ByteString> pool;

  /**
   * What a checkpoint refers to.
   *
   * @param module the unit that it tells by hash only
   * @param base one whose texts are used again where they are equal
   */
  public record Sources(
      CodeCache code,
      NativeCatalog natives,
      @Nullable CodeUnit module,
      @Nullable Checkpoint base) {}

  /**
   * Writes a state between messages.
   *
   * @param module the unit of the module's code, which is written as a hash
   */
  public static void write(LuaState state, @Nullable CodeUnit module, OutputStream stream)
      throws IOException {
    if (!state.isIdle()) {
      throw new IllegalStateException("a message is being evaluated");
    }
    new CheckpointWriter(state, module, stream).write();
  }

  /** As {@link #write}, in memory. */
  public static byte[] toBytes(LuaState state, @Nullable CodeUnit module) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream(4096);
    try {
      write(state, module, stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stream.toByteArray();
  }

  /**
   * Reads texts and code. The array must not be written to any more.
   *
   * @throws CheckpointException when the bytes are damaged or the sources lack something
   */
  public Checkpoint(byte[] bytes, Sources sources) throws CheckpointException {
    this.bytes = bytes;
    this.sources = sources;
    this.end = bytes.length - CheckpointFormat.CHECKSUM_BYTES;
    requireChecksum();
    CheckpointInput in = new CheckpointInput(bytes, 0, end);
    int magic = (in.oneByte() << 16) | (in.oneByte() << 8) | in.oneByte();
    int version = in.oneByte();
    if (magic != CheckpointFormat.MAGIC || version != CheckpointFormat.VERSION) {
      throw new CheckpointException(
          "no checkpoint of version " + CheckpointFormat.VERSION + " of a Lua process");
    }
    serialLast = in.serial();
    bytesUsed = in.signed();
    bytesLive = in.signed();
    random = new long[CheckpointFormat.RANDOM_WORDS];
    for (int i = 0; i < random.length; i++) {
      random[i] = in.word();
    }
    units = new CodeUnit[in.count("units")];
    texts = new ByteString[in.count("texts")];
    natives = new NativeFunction[in.count("natives")];
    tableCount = in.count("tables");
    closureCount = in.count("closures");
    capturingCount = in.count("capturing natives");
    upvalueCount = in.count("variables");
    coroutineCount = in.count("coroutines");
    for (int i = 0; i < units.length; i++) {
      units[i] = unit(in);
    }
    Map<ByteString, ByteString> known = known();
    for (int i = 0; i < texts.length; i++) {
      ByteString text = ByteString.wrap(in.sized("text"));
      texts[i] = known.getOrDefault(text, text);
    }
    for (int i = 0; i < natives.length; i++) {
      natives[i] = function(ByteString.wrap(in.sized("name")));
    }
    shells = in.position();
  }

  private void requireChecksum() throws CheckpointException {
    if (end < 0) {
      throw CheckpointInput.damaged("it ends early");
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, end);
    int stated = 0;
    for (int i = 0; i < CheckpointFormat.CHECKSUM_BYTES; i++) {
      stated |= (bytes[end + i] & 0xff) << (8 * i);
    }
    if (stated != (int) checksum.getValue()) {
      throw CheckpointInput.damaged("its checksum does not match");
    }
  }

  private CodeUnit unit(CheckpointInput in) throws CheckpointException {
    int form = in.oneByte();
    if (form == UNIT_OF_MODULE) {
      CodeUnit module = sources.module();
      if (module == null || !module.hasHash(in.bytes(CodeUnit.HASH_BYTES))) {
        throw new CheckpointException("the checkpoint is of another module");
      }
      return module;
    }
    if (form != UNIT_WITH_TEXT) {
      throw CheckpointInput.damaged("unit of form " + form);
    }
    ByteString name = ByteString.wrap(in.sized("chunk name"));
    byte[] source = in.sized("source");
    try {
      return sources.code().compile(source, name);
    } catch (CompileError e) {
      throw CheckpointInput.damaged("code that does not compile: " + e.getMessage());
    }
  }

  private NativeFunction function(ByteString name) throws CheckpointException {
    NativeFunction function = sources.natives().find(name);
    if (function == null) {
      throw new CheckpointException("the checkpoint needs a function " + name.tojstring());
    }
    return function;
  }

  /** Texts that exist already, so that keys of tables and constants of code are one object. */
  private Map<ByteString, ByteString> known() {
    Checkpoint base = sources.base();
    if (base != null) {
      return base.pool();
    }
    CodeUnit module = sources.module();
    return module == null ? Map.of() : module.constants();
  }

  private synchronized Map<ByteString, ByteString> pool() {
    Map<ByteString, ByteString> made = pool;
    if (made == null) {
      made = new HashMap<>(known());
      for (ByteString text : texts) {
        made.putIfAbsent(text, text);
      }
      pool = made;
    }
    return made;
  }

  public Sources sources() {
    return sources;
  }

  /**
   * A state of its own, equal to the one that was written. Nothing is charged and no code runs.
   *
   * @param heap a new one, whose counters are set; its limits are left alone
   * @throws CheckpointException when the bytes are damaged
   */
  public LuaState restore(Heap heap) throws CheckpointException {
    return new CheckpointReader(this, heap).read();
  }
}
