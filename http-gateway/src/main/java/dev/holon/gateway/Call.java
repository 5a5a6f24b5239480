package dev.holon.gateway;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.Uri;
import org.jspecify.annotations.Nullable;

/**
 * A request, read as far as routing needs.
 *
 * @param method in capitals; HEAD arrives as GET
 * @param segments the path, decoded, without empty segments: clients glue double slashes together
 * @param client who sent it, as far as the node knows
 * @param ticket its place among the requests; null for one that needs none
 */
record Call(
    String method,
    List<String> segments,
    QueryString query,
    HttpRequest request,
    InetAddress client,
    Traffic.@Nullable Ticket ticket) {
  static Call of(HttpRequest request, InetAddress client) {
    Uri uri = request.getUri();
    List<String> segments = new ArrayList<>();
    for (String segment : uri.pathSegments()) {
      if (!segment.isEmpty()) {
        segments.add(segment);
      }
    }
    QueryString query = QueryString.parse(uri.rawQueryString().orElse(""));
    return new Call(request.method().value(), segments, query, request, client, null);
  }

  /** The same call at this place. */
  Call at(Traffic.Ticket place) {
    return new Call(method, segments, query, request, client, place);
  }

  /**
   * The call turns out to concern this process.
   *
   * @throws RequestFault when too many do
   */
  void concerns(ProcessId process) {
    Optional<RequestFault> fault = ticket == null ? Optional.empty() : ticket.concerns(process);
    if (fault.isPresent()) {
      throw fault.get();
    }
  }

  /**
   * Refuses all but the node's operator: a client on the node's own machine that is no web page. A
   * proxy on that machine must not pass these routes on.
   */
  void requireOperator() {
    // A browser names the page that asks; it may be anybody's, though the browser is on this
    // machine.
    if (!client.isLoopbackAddress() || request.getHeader("Origin").isPresent()) {
      throw RequestFault.forbidden(
          "only a client on the node's own machine, and no web page, may do this");
    }
  }

  /** How many segments the path has. */
  int depth() {
    return segments.size();
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

  /** The value of a header; its name in lower case. */
  Optional<String> header(String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }

  /** The same call below its first segment. */
  Call belowPrefix() {
    return new Call(method, segments.subList(1, segments.size()), query, request, client, ticket);
  }
}
