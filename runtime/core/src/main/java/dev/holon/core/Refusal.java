package dev.holon.core;

/** A refusal with its facts: what, which id, which limit. */
public record Refusal(RefusalCode code, String message) {

  /** Code and facts in one line, as operators see them. */
  public String text() {
    return code.text() + " " + message;
  }
}
