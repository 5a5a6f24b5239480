package dev.holon.gateway;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.RefusalCode.Retry;
import dev.holon.core.StoreException;
import dev.holon.protocol.ItemException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever went wrong into {@code {"error","code","retry"}}. The status of a refusal comes
 * from its {@link Retry} alone. What nobody expected is logged here, once, and leaves the node
 * without its cause.
 */
final class Failure {
  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  private static final Set<RefusalCode> UNKNOWN =
      EnumSet.of(
          RefusalCode.UNKNOWN_PROCESS,
          RefusalCode.UNKNOWN_MESSAGE,
          RefusalCode.UNKNOWN_MODULE,
          RefusalCode.UNKNOWN_ENTRY);

  private Failure() {}

  /** The request asked for a change or an evaluation, and was refused. */
  static HttpResponse of(Refusal refusal) {
    return answer(statusOf(refusal.code().retry()), refusal.code(), refusal.message());
  }

  /** The request asked to see something; what does not exist is 404. */
  static HttpResponse ofQuestion(Refusal refusal) {
    boolean isUnknown = UNKNOWN.contains(refusal.code());
    return isUnknown ? answer(404, refusal.code(), refusal.message()) : of(refusal);
  }

  /** The request needs an evaluation; statuses as ao.TN.1 §4 has them. */
  static HttpResponse ofEvaluation(Refusal refusal) {
    return switch (refusal.code()) {
      case LIMIT_NOT_GRANTED, UNREADABLE_LIMIT -> answer(413, refusal.code(), refusal.message());
      case ENGINE_NOT_ALLOWED, MODULE_DOES_NOT_LOAD ->
          answer(422, refusal.code(), refusal.message());
      case STATE_NOT_KEPT ->
          answer(425, refusal.message(), refusal.code().text(), refusal.code().retry());
      default -> ofQuestion(refusal);
    };
  }

  static HttpResponse of(RequestFault fault) {
    RequestFault.Code code = fault.code();
    HttpResponse answer = answer(code.status(), fault.text(), code.text(), code.retry());
    return code.retry() == Retry.LATER || code.retry() == Retry.UNKNOWN
        ? answer.addHeader(Answer.retryAfter(fault.retryAfter()))
        : answer;
  }

  /** Any failure of a stage. */
  static HttpResponse of(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case RequestFault fault -> of(fault);
      case RefusedException refused -> ofEvaluation(refused.refusal());
      case ItemException item -> ofItem(item);
      case StoreException store -> {
        LOG.warn("a store cannot be reached", store);
        yield answer(503, RefusalCode.STORE_UNAVAILABLE, "the store cannot be reached");
      }
      case RejectedExecutionException full -> of(RequestFault.busy("a queue of the node is full"));
      case TimeoutException late ->
          of(RequestFault.late("no answer in time; repeating the request is safe"));
      default -> {
        LOG.error("unexpected failure of a request", cause);
        RequestFault.Code code = RequestFault.Code.INTERNAL;
        yield answer(code.status(), "internal error", code.text(), code.retry());
      }
    };
  }

  private static HttpResponse ofItem(ItemException item) {
    String code = item.error().code();
    String detail = item.getMessage() == null ? code : item.getMessage();
    return answer(400, RequestFault.ITEM_EXPECTED + " " + detail, code, Retry.NEVER);
  }

  private static int statusOf(Retry retry) {
    return switch (retry) {
      case NEVER -> 400;
      case LATER, UNKNOWN -> 503;
      case ELSEWHERE -> 421;
    };
  }

  private static HttpResponse answer(int status, RefusalCode code, String message) {
    HttpResponse answer = answer(status, code.text() + ": " + message, code.text(), code.retry());
    return status == 503 ? answer.addHeader(Answer.RETRY_AFTER_ONE_SECOND) : answer;
  }

  private static HttpResponse answer(int status, String error, String code, Retry retry) {
    return Answer.json(
        status,
        json -> {
          json.writeStartObject();
          json.writeStringField("error", error);
          json.writeStringField("code", code);
          json.writeStringField("retry", retry.name());
          json.writeEndObject();
        });
  }
}
