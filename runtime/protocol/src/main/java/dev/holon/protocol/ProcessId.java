package dev.holon.protocol;

/** Names a process: the id of the data item that spawned it. */
public record ProcessId(Id id) implements Comparable<ProcessId> {

  /**
   * Reads the 43-character text form.
   *
   * @throws IllegalArgumentException when the text is no id
   */
  public static ProcessId parse(String text) {
    return new ProcessId(Id.parse(text));
  }

  @Override
  public int compareTo(ProcessId other) {
    return id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
