package dev.holon.vm.lua.checkpoint;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Bytes;
import dev.holon.vm.Messages;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmFaultException;
import dev.holon.vm.lua.LuaEngine;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes that are no checkpoint are refused by name; nothing else ever happens. */
class DamagedCheckpointTest {
  private static final int CHECKSUM_BYTES = 4;
  private static final String SOURCE =
      Processes.resource("prelude.lua")
          + "local function program() for i = 1, 9 do show(i) end end\n"
          + Processes.resource("handle.lua");

  private final LuaEngine engine = new LuaEngine();
  private final ModuleCode module = Processes.module(SOURCE);
  private final byte[] whole = busy().checkpoint().toArray();

  private static Vm busy() {
    Vm vm = Processes.boot(SOURCE);
    for (int i = 0; i < 40; i++) {
      Processes.send(vm, "PWA".charAt(i % 3) + "" + 37 * i);
    }
    return vm;
  }

  private Vm restore(byte[] bytes) throws VmBootException {
    return engine.restore(module, Messages.process(), Processes.LIMITS, Bytes.of(bytes));
  }

  @Test
  @Timeout(120)
  void everyTruncationIsRefused() {
    for (int size = 0; size < whole.length; size++) {
      byte[] part = Arrays.copyOf(whole, size);

      assertThrows(VmBootException.class, () -> restore(part));
    }
  }

  @Test
  @Timeout(120)
  void everyFlippedBitIsRefused() {
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << i % 8);

      assertThrows(VmBootException.class, () -> restore(flipped));
    }
  }

  /** What nonsense does when it runs is the node's fault, never the end of its memory or stack. */
  @Test
  @Timeout(300)
  void forgedCheckpointIsRefusedOrRunsWithinItsLimits() {
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] forged = forged(random);
      try {
        Vm vm = restore(forged);
        Processes.send(vm, "P1");
        Processes.send(vm, "W2");
        Processes.send(vm, "A12");
      } catch (VmBootException e) {
        refused++;
      } catch (VmFaultException e) {
        assertInstanceOf(RuntimeException.class, e.getCause());
      }
    }

    assertTrue(refused > 1_000);
  }

  private byte[] forged(Random random) {
    byte[] forged = whole.clone();
    for (int n = random.nextInt(1, 4); n > 0; n--) {
      int at = random.nextInt(CHECKSUM_BYTES, forged.length - CHECKSUM_BYTES);
      switch (random.nextInt(3)) {
        case 0 -> forged[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> forged[at] = (byte) random.nextInt();
        default -> Arrays.fill(forged, at, Math.min(at + 5, forged.length), (byte) 0xff);
      }
    }
    CRC32C checksum = new CRC32C();
    checksum.update(forged, 0, forged.length - CHECKSUM_BYTES);
    for (int i = 0; i < CHECKSUM_BYTES; i++) {
      forged[forged.length - CHECKSUM_BYTES + i] = (byte) (checksum.getValue() >>> 8 * i);
    }
    return forged;
  }
}
