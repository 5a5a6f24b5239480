package dev.holon.gateway.remote;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.messenger.RemoteSchedulers;
import dev.holon.gateway.remote.OutgoingHttp.Body;
import dev.holon.gateway.remote.OutgoingHttp.Reach;
import dev.holon.gateway.remote.OutgoingHttp.Reply;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.util.ByteString;

/** Schedulers of other clusters, over HTTP as the network's messengers speak to them. */
public final class HttpRemoteSchedulers implements RemoteSchedulers {
  private static final int EXCERPT_LENGTH_MAX = 200;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int REQUEST_TIMEOUT = 408;

  private final OutgoingHttp http;
  private final SchedulerLocator locator;
  private final Reach reach;

  private HttpRemoteSchedulers(
      ClassicActorSystemProvider system, RemoteSettings settings, InstantSource clock) {
    this.http = new OutgoingHttp(system.classicSystem(), clock);
    this.locator = new SchedulerLocator(http, settings.gateways(), clock);
    this.reach = settings.isPrivateAllowed() ? Reach.ANY : Reach.PUBLIC;
  }

  /** As the settings say; without a gateway no other scheduler is ever found. */
  public static RemoteSchedulers of(
      ClassicActorSystemProvider system, RemoteSettings settings, InstantSource clock) {
    return settings.gateways().isEmpty()
        ? RemoteSchedulers.none()
        : new HttpRemoteSchedulers(system, settings, clock);
  }

  @Override
  public CompletionStage<RemoteReply> message(ProcessId target, DataItem item) {
    return post(target.toString(), locator.ofProcess(target), url -> url, itemOf(item));
  }

  @Override
  public CompletionStage<RemoteReply> spawn(String scheduler, DataItem item) {
    return post(scheduler, locator.ofWallet(scheduler), url -> url, itemOf(item));
  }

  @Override
  public CompletionStage<RemoteReply> assign(ProcessId process, Id message, List<String> exclude) {
    return assign(process, "&assign=" + message, exclude);
  }

  @Override
  public CompletionStage<RemoteReply> assignTransaction(
      ProcessId process, Id transaction, List<String> exclude) {
    return assign(process, "&assign=" + transaction + "&base-layer", exclude);
  }

  private CompletionStage<RemoteReply> assign(
      ProcessId process, String what, List<String> exclude) {
    String fields = URLEncoder.encode(String.join(",", exclude), StandardCharsets.UTF_8);
    String query =
        "/?process-id=" + process + what + (exclude.isEmpty() ? "" : "&exclude=" + fields);
    return post(
        process.toString(), locator.ofProcess(process), url -> URI.create(url + query), Body.NONE);
  }

  private static Body itemOf(DataItem item) {
    return new Body("application/octet-stream", ByteString.fromArrayUnsafe(item.toBytes()));
  }

  private interface Route {
    URI at(URI scheduler);
  }

  private CompletionStage<RemoteReply> post(
      String name, CompletionStage<Optional<URI>> located, Route route, Body body) {
    return located
        .thenCompose(
            url ->
                url.isEmpty()
                    ? CompletableFuture.completedFuture(unknown(name))
                    : http.post(route.at(url.get()), body, reach)
                        .thenApply(reply -> read(url.get(), reply))
                        .whenComplete((reply, fault) -> forgetIfAway(name, reply)))
        .exceptionally(HttpRemoteSchedulers::fault);
  }

  private void forgetIfAway(String name, RemoteReply reply) {
    if (!(reply instanceof RemoteReply.Accepted)) {
      locator.forget(name);
    }
  }

  private static RemoteReply unknown(String name) {
    return new RemoteReply.Unknown(
        new Refusal(
                RefusalCode.UNKNOWN_TARGET,
                "no gateway knows where " + name + " is: a wallet, or too new")
            .text());
  }

  private static RemoteReply read(URI scheduler, Reply reply) {
    String text =
        scheduler + " answered " + reply.status() + " " + reply.excerpt(EXCERPT_LENGTH_MAX);
    // ao.TN.1 §2.1: how a scheduler says that it has the item since an earlier try.
    if (reply.isSuccess() || text.contains("already exists")) {
      return new RemoteReply.Accepted();
    }
    boolean isForNow =
        reply.status() >= 500
            || reply.status() == TOO_MANY_REQUESTS
            || reply.status() == REQUEST_TIMEOUT;
    return isForNow
        ? new RemoteReply.Unreachable(new Refusal(RefusalCode.REMOTE_UNREACHABLE, text).text())
        : new RemoteReply.Refused(new Refusal(RefusalCode.REMOTE_REFUSED, text).text());
  }

  private static RemoteReply fault(Throwable fault) {
    Throwable cause = OutgoingHttp.causeOf(fault);
    if (cause instanceof ForbiddenHostException) {
      return new RemoteReply.Unsupported(
          new Refusal(RefusalCode.FORBIDDEN_HOST, String.valueOf(cause.getMessage())).text());
    }
    String what = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return new RemoteReply.Unreachable(new Refusal(RefusalCode.REMOTE_UNREACHABLE, what).text());
  }
}
