package dev.holon.protocol;

import java.util.List;
import java.util.Optional;

/**
 * A name and a value of a data item. Lists of tags keep their order and their duplicates. Bytes
 * that are not UTF-8 read as U+FFFD; the item keeps the original bytes.
 */
public record Tag(String name, String value) {

  /** The value of the first tag of exactly this name. */
  public static Optional<String> first(List<Tag> tags, String name) {
    return tags.stream().filter(tag -> tag.name().equals(name)).map(Tag::value).findFirst();
  }
}
