package dev.holon.protocol;

import java.util.List;

/** Reads the tags of an item as typed fields; of several tags with one name, the first counts. */
final class TagFields {
  private static final int NUMBER_LENGTH_MAX = 19;

  private final DataItem item;

  TagFields(DataItem item) {
    this.item = item;
  }

  boolean has(String name) {
    return item.tag(name).isPresent();
  }

  List<String> all(String name) {
    return item.tags().stream().filter(tag -> tag.name().equals(name)).map(Tag::value).toList();
  }

  void requireText(String name, String expected) throws ItemException {
    String value = text(name);
    if (!value.equals(expected)) {
      throw bad(name, value, expected);
    }
  }

  Id id(String name) throws ItemException {
    String value = text(name);
    if (!Id.isId(value)) {
      throw bad(name, value, "an id of 43 characters");
    }
    return Id.parse(value);
  }

  /** Decimal digits, leading zeros allowed, no sign. */
  long number(String name, long max) throws ItemException {
    String value = text(name);
    boolean isNumber = !value.isEmpty() && value.length() <= NUMBER_LENGTH_MAX;
    for (int i = 0; isNumber && i < value.length(); i++) {
      isNumber = value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    try {
      if (isNumber && Long.parseLong(value) <= max) {
        return Long.parseLong(value);
      }
    } catch (NumberFormatException e) {
      throw bad(name, value, "a number of at most " + max);
    }
    throw bad(name, value, "a number of at most " + max);
  }

  private String text(String name) throws ItemException {
    String value = item.tag(name).orElse(null);
    if (value == null) {
      throw new ItemException(ItemError.MISSING_TAG, name + " in item " + item.id());
    }
    return value;
  }

  private ItemException bad(String name, String value, String expected) {
    return new ItemException(
        ItemError.BAD_TAG_VALUE,
        name + " is '" + value + "' in item " + item.id() + ", expected " + expected);
  }
}
