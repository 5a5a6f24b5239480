package dev.holon.gateway.graphql;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** The filters of {@code transactions}: all must pass, of several values one. */
record ItemFilter(
    List<String> owners,
    List<String> recipients,
    List<TagFilter> tags,
    boolean isBundledInAsked,
    HeightRange heights)
    implements Predicate<FoundItem> {

  /** A tag that must be there, or must not. */
  record TagFilter(String name, List<String> values, boolean isWanted) {
    boolean accepts(List<Tag> tags) {
      boolean isThere =
          tags.stream().anyMatch(tag -> tag.name().equals(name) && values.contains(tag.value()));
      return isThere == isWanted;
    }
  }

  static ItemFilter of(Map<String, Object> arguments) {
    return new ItemFilter(
        Arguments.texts(arguments, "owners"),
        Arguments.texts(arguments, "recipients"),
        Arguments.objects(arguments, "tags").stream().map(ItemFilter::tagFilter).toList(),
        !Arguments.texts(arguments, "bundledIn").isEmpty(),
        HeightRange.of(Arguments.object(arguments, "block")));
  }

  private static TagFilter tagFilter(Map<String, Object> argument) {
    Object operator = argument.get("op");
    return new TagFilter(
        Objects.toString(argument.get("name")),
        Arguments.texts(argument, "values"),
        !"NEQ".equals(operator));
  }

  @Override
  public boolean test(FoundItem found) {
    DataItem item = found.item();
    return !isBundledInAsked
        && heights.contains(found.blockHeight())
        && (owners.isEmpty() || owners.stream().anyMatch(owner -> isOwner(owner, item)))
        && (recipients.isEmpty() || recipients.contains(recipient(item)))
        && tags.stream().allMatch(filter -> filter.accepts(item.tags()));
  }

  private static boolean isOwner(String owner, DataItem item) {
    if (owner.startsWith("0x")) {
      // EIP-55: capitals are a checksum, not part of the address.
      return owner
          .toLowerCase(Locale.ROOT)
          .equals(item.signerAddress().text().toLowerCase(Locale.ROOT));
    }
    return owner.equals(item.ownerAddress().text());
  }

  static String recipient(DataItem item) {
    return item.target().map(Object::toString).orElse("");
  }
}
