package dev.holon.gateway;

import dev.holon.gateway.graphql.FoundItem;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/**
 * An item's data as an answer. Items never change, so caches may keep them for ever. Tags are the
 * work of strangers: those that are no clean headers, or would speak for the node, are left out,
 * and the data runs in no origin of ours.
 */
final class ItemAnswer {
  private static final List<HttpHeader> HEADERS =
      List.of(
          RawHeader.create("Cache-Control", "public, max-age=31536000, immutable"),
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Content-Security-Policy", "sandbox"));

  /**
   * Header names that mean something to clients, proxies or browsers, and so are not for strangers
   * to set.
   */
  private static final Set<String> RESERVED =
      Set.of(
          "accept-ranges",
          "age",
          "allow",
          "alt-svc",
          "cache-control",
          "clear-site-data",
          "connection",
          "content-encoding",
          "content-length",
          "content-location",
          "content-range",
          "content-type",
          "date",
          "etag",
          "expires",
          "keep-alive",
          "last-modified",
          "link",
          "location",
          "nel",
          "origin-agent-cluster",
          "permissions-policy",
          "pragma",
          "referrer-policy",
          "refresh",
          "report-to",
          "reporting-endpoints",
          "retry-after",
          "server",
          "server-timing",
          "service-worker-allowed",
          "set-cookie",
          "sourcemap",
          "strict-transport-security",
          "timing-allow-origin",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "vary",
          "via",
          "warning",
          "www-authenticate");

  private static final List<String> RESERVED_PREFIXES =
      List.of(
          "access-control-", "content-security-policy", "cross-origin-", "proxy-", "sec-", "x-");

  private static final int HEADER_NAME_LENGTH_MAX = 256;

  private ItemAnswer() {}

  /** The data alone. */
  static HttpResponse data(FoundItem found) {
    DataItem item = found.item();
    return HttpResponse.create()
        .withStatus(200)
        .withEntity(HttpEntities.create(contentType(item), ByteString.fromByteBuffer(item.data())))
        .addHeaders(HEADERS);
  }

  /**
   * The data, and the tags as headers with their names in lower case (ao.TN.1: how a messenger
   * reads a process).
   */
  static HttpResponse dataAndTags(FoundItem found) {
    List<HttpHeader> tags =
        found.item().tags().stream()
            .filter(ItemAnswer::isHeader)
            .map(
                tag ->
                    (HttpHeader) RawHeader.create(tag.name().toLowerCase(Locale.ROOT), tag.value()))
            .toList();
    return data(found).addHeaders(tags);
  }

  private static ContentType contentType(DataItem item) {
    return item.tag("Content-Type")
        .map(ItemAnswer::contentType)
        .orElse(ContentTypes.APPLICATION_OCTET_STREAM);
  }

  private static ContentType contentType(String text) {
    try {
      return ContentTypes.parse(text);
    } catch (IllegalArgumentException e) {
      return ContentTypes.APPLICATION_OCTET_STREAM;
    }
  }

  private static boolean isHeader(Tag tag) {
    String name = tag.name().toLowerCase(Locale.ROOT);
    return !name.isEmpty()
        && name.length() <= HEADER_NAME_LENGTH_MAX
        && name.chars().allMatch(ItemAnswer::isNameCharacter)
        && tag.value().chars().allMatch(c -> c >= ' ' && c <= '~')
        && !RESERVED.contains(name)
        && RESERVED_PREFIXES.stream().noneMatch(name::startsWith);
  }

  // RFC 9110 §5.6.2: token characters.
  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
