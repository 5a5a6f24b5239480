package dev.holon.vm.lua.code;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils a program a little. */
final class Mutation {
  private static final String[] TOKENS = {
    "end",
    "do",
    "then",
    "local",
    "function",
    "return",
    "break",
    "goto",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "=",
    "==",
    ",",
    ";",
    "::",
    ":",
    ".",
    "..",
    "...",
    "'",
    "\"",
    "[[",
    "]]",
    "--",
    "--[[",
    "\\",
    "\n",
    "1",
    "0x",
    "1e",
    "a",
    "not",
    "-",
    "~",
    "#",
    "and",
    "if",
    "else",
    "elseif",
    "until",
    "for",
    "in",
    "$",
    "\u0000",
    "\u00ff",
    "nil"
  };

  private Mutation() {}

  static byte[] of(byte[] program, Random random) {
    byte[] result = program;
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      result = once(result, random);
    }
    return result;
  }

  private static byte[] once(byte[] program, Random random) {
    if (program.length == 0) {
      return ListingTest.bytes(TOKENS[random.nextInt(TOKENS.length)]);
    }
    if (random.nextInt(3) == 0) {
      int at = random.nextInt(program.length);
      return switch (random.nextInt(3)) {
        case 0 -> joined(program, at, new byte[0], at + 1);
        case 1 -> joined(program, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
        default -> joined(program, at, new byte[] {program[at]}, at);
      };
    }
    List<Integer> starts = tokenStarts(program);
    int token = random.nextInt(starts.size() - 1);
    int from = starts.get(token);
    int to = starts.get(token + 1);
    byte[] other = ListingTest.bytes(" " + TOKENS[random.nextInt(TOKENS.length)] + " ");
    return switch (random.nextInt(4)) {
      case 0 -> joined(program, from, new byte[0], to);
      case 1 -> joined(program, from, Arrays.copyOfRange(program, from, to), from);
      case 2 -> joined(program, from, other, to);
      default -> joined(program, from, other, from);
    };
  }

  /** Where words and signs begin, roughly, and the end. */
  private static List<Integer> tokenStarts(byte[] program) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < program.length; i++) {
      if (i == 0
          || !CharacterKind.continuesName(program[i])
          || !CharacterKind.continuesName(program[i - 1])) {
        starts.add(i);
      }
    }
    starts.add(program.length);
    return starts;
  }

  private static byte[] joined(byte[] program, int before, byte[] inserted, int after) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(program, 0, before);
    out.writeBytes(inserted);
    out.write(program, after, program.length - after);
    return out.toByteArray();
  }
}
