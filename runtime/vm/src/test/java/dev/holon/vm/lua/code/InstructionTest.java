package dev.holon.vm.lua.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InstructionTest {
  @Test
  void operandsAreReadBack() {
    int instruction = Instruction.abc(Opcode.SETTABLE, 255, 511, 256);

    assertEquals(Opcode.SETTABLE, Instruction.opcode(instruction));
    assertEquals(255, Instruction.a(instruction));
    assertEquals(511, Instruction.b(instruction));
    assertEquals(256, Instruction.c(instruction));
    assertTrue(Instruction.isConstant(Instruction.c(instruction)));
    assertEquals(255, Instruction.constantIndex(Instruction.b(instruction)));
  }

  @Test
  void jumpsReachBothWays() {
    for (int distance : new int[] {-Instruction.SBX_MAX, -1, 0, 1, Instruction.SBX_MAX}) {
      assertEquals(distance, Instruction.sbx(Instruction.asbx(Opcode.JMP, 3, distance)));
    }
  }

  @Test
  void sizesAreRoundedUpToWhatTheyCanExpress() {
    for (int size = 0; size < 100_000; size++) {
      int read = Instruction.sizeOf(Instruction.roundedSize(size));
      assertTrue(read >= size && read <= size + size / 8 + 1, size + " reads as " + read);
    }
  }
}
