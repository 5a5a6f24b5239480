package dev.holon.gateway;

import dev.holon.protocol.Id;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.AttributeKey;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.Uri;

/**
 * A request, read as far as routing needs.
 *
 * @param method in capitals; HEAD arrives as GET
 * @param segments the path, decoded, without empty segments: clients glue double slashes together
 */
record Call(String method, List<String> segments, QueryString query, HttpRequest request) {
  /** Where the client's end of the connection is. */
  static final AttributeKey<InetAddress> CLIENT =
      AttributeKey.create("holon-client", InetAddress.class);

  static Call of(HttpRequest request) {
    Uri uri = request.getUri();
    List<String> segments = new ArrayList<>();
    for (String segment : uri.pathSegments()) {
      if (!segment.isEmpty()) {
        segments.add(segment);
      }
    }
    QueryString query = QueryString.parse(uri.rawQueryString().orElse(""));
    return new Call(request.method().value(), segments, query, request);
  }

  boolean isGet() {
    return method.equals("GET");
  }

  boolean isPost() {
    return method.equals("POST");
  }

  /**
   * Refuses all but the node's operator: a client on the node's own machine that is no web page. A
   * proxy on that machine must not pass these routes on.
   */
  void requireOperator() {
    boolean isLocal =
        request.getAttribute(CLIENT).filter(InetAddress::isLoopbackAddress).isPresent();
    // A browser names the page that asks; it may be anybody's, though the browser is on this
    // machine.
    if (!isLocal || request.getHeader("Origin").isPresent()) {
      throw RequestFault.forbidden(
          "only a client on the node's own machine, and no web page, may do this");
    }
  }

  /** How many segments the path has. */
  int depth() {
    return segments.size();
  }

  /** Whether the path has this many segments and begins with this one. */
  boolean isAt(String first, int depth) {
    return segments.size() == depth && segments.get(0).equals(first);
  }

  String segment(int index) {
    return segments.get(index);
  }

  /** The segment as an id; what is no id is malformed. */
  Id idAt(int index) {
    String text = segments.get(index);
    if (!Id.isId(text)) {
      throw RequestFault.malformed(
          "'" + text + "' is no id of 32 bytes in base64url (43 characters, canonical)");
    }
    return Id.parse(text);
  }

  /** The same call below its first segment. */
  Call belowPrefix() {
    return new Call(method, segments.subList(1, segments.size()), query, request);
  }
}
