package dev.holon.node.settlement;

import dev.holon.protocol.Address;
import dev.holon.protocol.Bundle;
import dev.holon.protocol.Tag;
import java.util.ArrayList;
import java.util.List;

/** What a bundle of a log is found by: whoever rebuilds processes searches for these tags. */
final class SettlementTags {
  private SettlementTags() {}

  /**
   * The tags.
   *
   * @param scheduler whose assignments are in the bundle
   */
  static List<Tag> of(Address scheduler) {
    List<Tag> tags = new ArrayList<>(Bundle.TAGS);
    tags.add(new Tag("App-Name", "Holon"));
    tags.add(new Tag("Type", "Settlement"));
    tags.add(new Tag("Scheduler", scheduler.text()));
    return tags;
  }
}
