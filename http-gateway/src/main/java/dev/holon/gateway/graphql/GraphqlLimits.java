package dev.holon.gateway.graphql;

/** Bounds of one GraphQL query; shown by {@code GET /limits}. */
public final class GraphqlLimits {
  /** Most edges of a page, and most ids of a query. */
  public static final int PAGE_MAX = 100;

  /** Deepest nesting of fields; the standard introspection query needs 13. */
  public static final int DEPTH_MAX = 15;

  /** Most fields of a query; a listing counts as {@link #LISTING_COST} of them. */
  public static final int COMPLEXITY_MAX = 500;

  /** What a listing costs: it may look up {@link #PAGE_MAX} ids. */
  static final int LISTING_COST = 20;

  /** Longest query text. */
  public static final int QUERY_CHARACTERS_MAX = 65_536;

  /** Most tokens of a query text. */
  static final int QUERY_TOKENS_MAX = 8_000;

  private GraphqlLimits() {}
}
