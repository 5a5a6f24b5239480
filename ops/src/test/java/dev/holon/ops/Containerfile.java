package dev.holon.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The instructions of the image's Containerfile, continued lines joined. */
record Containerfile(List<Instruction> instructions) {
  static final Path FOLDER = Path.of("container");

  /** An instruction such as {@code USER} and what follows it on its line. */
  record Instruction(String name, String rest) {}

  static Containerfile read() throws IOException {
    List<Instruction> instructions = new ArrayList<>();
    String text = Files.readString(FOLDER.resolve("Containerfile")).replace("\\\n", " ");
    for (String line : text.split("\n")) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.strip().split("\\s+", 2);
        instructions.add(new Instruction(parts[0].toUpperCase(Locale.ROOT), parts[1].strip()));
      }
    }
    return new Containerfile(List.copyOf(instructions));
  }

  List<String> all(String name) {
    return instructions.stream()
        .filter(instruction -> instruction.name().equals(name))
        .map(Instruction::rest)
        .toList();
  }

  /** The words of an instruction in exec form: a list in JSON. */
  List<String> words(String name) throws IOException {
    List<String> words = new ArrayList<>();
    JsonNode list = Chart.YAML.readTree(all(name).getLast());
    if (!list.isArray()) {
      throw new AssertionError(name + " is not in exec form: a shell would not pass signals on");
    }
    list.forEach(word -> words.add(word.asText()));
    return words;
  }
}
