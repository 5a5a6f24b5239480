package dev.holon.gateway;

import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.ProcessId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Sends clients to the scheduler of a process that is hosted elsewhere (ao.TN.1 §2.6): 307 with an
 * absolute {@code Location} of the same path and query. What has a log here is served here.
 */
record Redirects(SchedulerLocator locator, ScheduleStore schedule) {

  /** The answer, when the process is hosted elsewhere. Blocks. */
  Optional<HttpResponse> elsewhere(Call call, ProcessId process) {
    return locator
        .locate(process)
        .filter(url -> schedule.entry(process, 0).isEmpty())
        .map(url -> redirect(call, url));
  }

  private static HttpResponse redirect(Call call, URI url) {
    StringBuilder location = new StringBuilder(url.toString());
    for (String segment : call.segments()) {
      String encoded = URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
      location.append('/').append(encoded);
    }
    if (call.segments().isEmpty()) {
      location.append('/');
    }
    String query = call.request().getUri().rawQueryString().orElse("");
    if (!query.isEmpty()) {
      location.append('?').append(query);
    }
    return HttpResponse.create()
        .withStatus(307)
        .addHeader(RawHeader.create("Location", location.toString()));
  }
}
