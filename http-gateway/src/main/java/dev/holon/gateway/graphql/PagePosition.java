package dev.holon.gateway.graphql;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;

/**
 * A place in a listing by height: cursors name what was seen last, not a count, so that new items
 * do not shift pages.
 *
 * @param id tells items of equal height apart; empty for blocks
 */
record PagePosition(long height, String id) {
  static final Comparator<PagePosition> ASCENDING =
      Comparator.comparingLong(PagePosition::height).thenComparing(PagePosition::id);

  String toCursor() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((height + ":" + id).getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a cursor; one that is none is refused. */
  static PagePosition parse(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      if (colon > 0) {
        return new PagePosition(
            Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
      }
    } catch (IllegalArgumentException e) {
      throw Arguments.refused("'after' is no cursor of this node");
    }
    throw Arguments.refused("'after' is no cursor of this node");
  }
}
