package dev.holon.node.client;

/** Text of strangers, made fit for a terminal. */
final class PlainText {
  private static final char ESCAPE = '\u001b';

  private PlainText() {}

  /**
   * Leaves out colours and other control sequences (ECMA-48 §5.4: ESC [ parameters, one final
   * byte), and shows other control characters, but line ends and tabs, as a question mark.
   */
  static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == ESCAPE && at < text.length() && text.charAt(at) == '[') {
        at++;
        while (at < text.length() && text.charAt(at) >= 0x20 && text.charAt(at) < 0x40) {
          at++;
        }
        at++;
      } else {
        plain.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '?' : c);
      }
    }
    return plain.toString();
  }

  /** As {@link #of} on one line of at most so many characters. */
  static String line(String text, int lengthMax) {
    String plain = of(text).strip().replace("\n", "\\n").replace('\t', ' ');
    return plain.length() <= lengthMax ? plain : plain.substring(0, lengthMax - 1) + "…";
  }
}
