package dev.holon.gateway;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * A method and a path, and what serves them.
 *
 * @param segments of the path; one in braces stands for any
 * @param kind whether it only reads
 * @param condition what else a call must be, or it is none of this route's
 */
record Route(
    String method,
    List<String> segments,
    Kind kind,
    Predicate<Call> condition,
    Function<Call, CompletionStage<HttpResponse>> handler) {

  /** What a request does; when the node is full, reads give way first. */
  enum Kind {
    READ,
    WRITE
  }

  /** Such as {@code GET /result/{id}}. */
  static Route of(String methodAndPath, Function<Call, CompletionStage<HttpResponse>> handler) {
    int space = methodAndPath.indexOf(' ');
    List<String> segments =
        Stream.of(methodAndPath.substring(space + 1).split("/", -1))
            .filter(segment -> !segment.isEmpty())
            .toList();
    String method = methodAndPath.substring(0, space);
    Kind kind = method.equals("GET") ? Kind.READ : Kind.WRITE;
    return new Route(method, segments, kind, call -> true, handler);
  }

  /** A method that writes elsewhere only reads here. */
  Route reading() {
    return new Route(method, segments, Kind.READ, condition, handler);
  }

  Route when(Predicate<Call> further) {
    return new Route(method, segments, kind, condition.and(further), handler);
  }

  /** As documents write it. */
  String path() {
    return "/" + String.join("/", segments);
  }

  boolean isFor(Call call) {
    if (!method.equals(call.method()) || segments.size() != call.depth()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      String expected = segments.get(i);
      if (!expected.startsWith("{") && !expected.equals(call.segment(i))) {
        return false;
      }
    }
    return condition.test(call);
  }
}
