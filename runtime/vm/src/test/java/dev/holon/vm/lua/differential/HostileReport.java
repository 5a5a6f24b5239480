package dev.holon.vm.lua.differential;

import java.util.ArrayList;
import java.util.List;

/** Prints the gas and the end of every hostile program, for comparison between Java machines. */
final class HostileReport {
  private HostileReport() {}

  public static void main(String[] arguments) {
    for (HostileProgram program : HostileProgram.all()) {
      System.out.println(line(program));
      System.out.flush();
    }
  }

  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (HostileProgram program : HostileProgram.all()) {
      lines.add(line(program));
    }
    return lines;
  }

  private static String line(HostileProgram program) {
    Subject.Outcome outcome = program.run(Subject.underTest());
    String said = HostileProgram.said(outcome);
    String end = said.substring(0, Math.min(said.length(), 60)).replaceAll("[^ -~]", "?");
    return program + " gas " + outcome.gasUsed() + " bytes " + outcome.bytesUsed() + " " + end;
  }
}
