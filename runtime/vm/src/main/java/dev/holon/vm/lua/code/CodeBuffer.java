package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.Heap;
import java.util.Arrays;

/** The instructions of one function and their lines, while they are made. */
final class CodeBuffer {
  private final Heap heap;
  private int[] code = new int[16];
  private int[] lines = new int[16];
  private int size;

  CodeBuffer(Heap heap) {
    this.heap = heap;
  }

  int size() {
    return size;
  }

  int get(int pc) {
    return code[pc];
  }

  void set(int pc, int instruction) {
    code[pc] = instruction;
  }

  int append(int instruction, int line) {
    heap.allocate(Charges.INSTRUCTION_BYTES);
    if (size == code.length) {
      code = Arrays.copyOf(code, 2 * size);
      lines = Arrays.copyOf(lines, 2 * size);
    }
    code[size] = instruction;
    lines[size] = line;
    return size++;
  }

  void removeLast() {
    size--;
  }

  void setLastLine(int line) {
    lines[size - 1] = line;
  }

  int[] code() {
    return Arrays.copyOf(code, size);
  }

  int[] lines() {
    return Arrays.copyOf(lines, size);
  }
}
