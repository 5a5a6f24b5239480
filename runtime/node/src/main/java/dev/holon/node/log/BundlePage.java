package dev.holon.node.log;

import dev.holon.core.verify.LogSlot;
import dev.holon.protocol.Bundle;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ItemException;
import java.util.ArrayList;
import java.util.List;

/** Slots as a bundle: for each the assignment, and behind it the message if it came with it. */
final class BundlePage {
  private BundlePage() {}

  /**
   * Takes the bundle apart.
   *
   * @param firstSlot the slot that should come first
   */
  static List<LogSlot> slots(byte[] bytes, long firstSlot) throws LogSource.UnreadableException {
    List<DataItem> items;
    try {
      items = Bundle.parseStored(bytes).items();
    } catch (ItemException e) {
      throw new LogSource.UnreadableException(
          "the bundle that should begin with slot " + firstSlot + ": " + e.getMessage(), e);
    }
    List<LogSlot> slots = new ArrayList<>();
    int at = 0;
    while (at < items.size()) {
      DataItem assignment = items.get(at++);
      DataItem message = null;
      if (at < items.size() && isMessageOf(assignment, items.get(at))) {
        message = items.get(at++);
      }
      slots.add(new LogSlot(firstSlot + slots.size(), assignment, message));
    }
    return slots;
  }

  /** Puts slots together. */
  static byte[] bytes(List<LogSlot> slots) {
    List<DataItem> items = new ArrayList<>(2 * slots.size());
    for (LogSlot slot : slots) {
      items.add(slot.assignment());
      if (slot.message() != null) {
        items.add(slot.message());
      }
    }
    return new Bundle(items).toBytes();
  }

  // A message may itself be an assignment, so the id decides first. What is neither the message nor
  // an assignment is in the message's place.
  private static boolean isMessageOf(DataItem assignment, DataItem next) {
    String expected = assignment.tag("Message").or(() -> assignment.tag("Process")).orElse("");
    return next.id().toString().equals(expected)
        || !next.tag("Type").orElse("").equals("Assignment");
  }
}
