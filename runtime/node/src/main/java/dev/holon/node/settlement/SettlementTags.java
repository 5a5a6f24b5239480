package dev.holon.node.settlement;

import dev.holon.protocol.Address;
import dev.holon.protocol.Bundle;
import dev.holon.protocol.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a bundle of a log is found by: whoever rebuilds processes searches for these tags. */
public final class SettlementTags {
  private static final List<Tag> OF_ALL =
      Stream.concat(
              Bundle.TAGS.stream(),
              Stream.of(new Tag("App-Name", "Holon"), new Tag("Type", "Settlement")))
          .toList();

  private SettlementTags() {}

  /** Whether these are the tags of a bundle of logs, of whatever scheduler. */
  public static boolean areOn(List<Tag> tags) {
    return tags.containsAll(OF_ALL);
  }

  /**
   * The tags.
   *
   * @param scheduler whose assignments are in the bundle
   */
  public static List<Tag> of(Address scheduler) {
    List<Tag> tags = new ArrayList<>(OF_ALL);
    tags.add(new Tag("Scheduler", scheduler.text()));
    return tags;
  }
}
