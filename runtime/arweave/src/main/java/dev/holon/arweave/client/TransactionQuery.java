package dev.holon.arweave.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holon.protocol.Address;
import dev.holon.protocol.Id;
import java.util.List;
import java.util.Optional;

/**
 * A question to a gateway's index (arweave.md §11). Filters must all hold, values of one filter are
 * alternatives; no ids or owners means any.
 *
 * @param isNewestFirst whether higher blocks come first; what is in no block comes first then
 * @param count items of a page, at most 100
 * @param after where an earlier page ended
 */
public record TransactionQuery(
    List<Id> ids,
    List<Address> owners,
    List<TagFilter> tags,
    boolean isNewestFirst,
    int count,
    Optional<String> after) {
  /** What public gateways give at most. */
  public static final int COUNT_MAX = 100;

  private static final String QUERY =
      "query($ids:[ID!],$owners:[String!],$tags:[TagFilter!],$sort:SortOrder,$first:Int,$after:String)"
          + "{transactions(ids:$ids,owners:$owners,tags:$tags,sort:$sort,first:$first,after:$after)"
          + "{pageInfo{hasNextPage}edges{cursor node{id anchor signature recipient owner{address key}"
          + "data{size type}tags{name value}block{id height timestamp}}}}}";

  /** A tag with one of these values. */
  public record TagFilter(String name, List<String> values) {
    public TagFilter {
      values = List.copyOf(values);
    }
  }

  /** Checks the page's size. */
  public TransactionQuery {
    ids = List.copyOf(ids);
    owners = List.copyOf(owners);
    tags = List.copyOf(tags);
    if (count < 1 || count > COUNT_MAX) {
      throw new IllegalArgumentException("a page has 1 to " + COUNT_MAX + " items, got " + count);
    }
  }

  /** What is known of these ids. */
  public static TransactionQuery ofIds(List<Id> ids) {
    return new TransactionQuery(ids, List.of(), List.of(), true, COUNT_MAX, Optional.empty());
  }

  /** Everything with these tags. */
  public static TransactionQuery ofTags(List<TagFilter> tags) {
    return new TransactionQuery(List.of(), List.of(), tags, true, COUNT_MAX, Optional.empty());
  }

  /** Of these owners only. */
  public TransactionQuery ownedBy(List<Address> newOwners) {
    return new TransactionQuery(ids, newOwners, tags, isNewestFirst, count, after);
  }

  /** In pages of this size. */
  public TransactionQuery inPagesOf(int newCount) {
    return new TransactionQuery(ids, owners, tags, isNewestFirst, newCount, after);
  }

  /** The page behind that cursor. */
  public TransactionQuery after(String cursor) {
    return new TransactionQuery(ids, owners, tags, isNewestFirst, count, Optional.of(cursor));
  }

  byte[] toJson() {
    ObjectNode body = Json.object();
    body.put("query", QUERY);
    ObjectNode variables = body.putObject("variables");
    if (!ids.isEmpty()) {
      ArrayNode list = variables.putArray("ids");
      ids.forEach(id -> list.add(id.toString()));
    }
    if (!owners.isEmpty()) {
      ArrayNode list = variables.putArray("owners");
      owners.forEach(owner -> list.add(owner.text()));
    }
    if (!tags.isEmpty()) {
      ArrayNode list = variables.putArray("tags");
      for (TagFilter tag : tags) {
        ArrayNode values = list.addObject().put("name", tag.name()).putArray("values");
        tag.values().forEach(values::add);
      }
    }
    variables.put("sort", isNewestFirst ? "HEIGHT_DESC" : "HEIGHT_ASC");
    variables.put("first", count);
    after.ifPresent(cursor -> variables.put("after", cursor));
    return Json.bytesOf(body);
  }
}
