package dev.holon.gateway;

import dev.holon.core.RefusalCode.Retry;
import dev.holon.protocol.ProcessId;
import java.time.Duration;

/**
 * The request cannot be served as it is; carries the facts of the answer. Not a fault of the node,
 * so no stack trace.
 */
final class RequestFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a messenger says of a body that is no item (ao.TN.1 §3). */
  static final String ITEM_EXPECTED =
      "'body': A valid and signed data item must be provided as the body.";

  private final Code code;
  private final String text;
  private final Duration retryAfter;

  private RequestFault(Code code, String detail) {
    this(code, code.text() + ": " + detail, Duration.ofSeconds(1));
  }

  private RequestFault(Code code, String text, Duration retryAfter) {
    super(text, null, false, false);
    this.code = code;
    this.text = text;
    this.retryAfter = retryAfter;
  }

  static RequestFault malformed(String detail) {
    return new RequestFault(Code.MALFORMED, detail);
  }

  static RequestFault forbidden(String detail) {
    return new RequestFault(Code.FORBIDDEN, detail);
  }

  static RequestFault unknown(String detail) {
    return new RequestFault(Code.UNKNOWN, detail);
  }

  static RequestFault bodyTooLarge(long bytesMax) {
    return new RequestFault(
        Code.BODY_TOO_LARGE,
        "the body is larger than the limit of " + bytesMax + " bytes; see GET /limits");
  }

  static RequestFault bodyTooSlow(String detail) {
    return new RequestFault(Code.BODY_TOO_SLOW, detail);
  }

  static RequestFault busy(String detail) {
    return new RequestFault(Code.BUSY, detail);
  }

  static RequestFault nodeFull(int inFlightMax) {
    return busy(
        "the node works on as many requests as it can, " + inFlightMax + "; see GET /limits");
  }

  static RequestFault readsShed(int readsMax) {
    return new RequestFault(
        Code.READS_SHED, readsMax + " requests that read are being worked on; see GET /limits");
  }

  static RequestFault addressShare() {
    return new RequestFault(
        Code.ADDRESS_SHARE,
        "requests of this address hold its share of the node already: wait for their answers");
  }

  static RequestFault processShare(ProcessId process) {
    return new RequestFault(
        Code.PROCESS_SHARE,
        "requests for process " + process + " hold its share of the node already");
  }

  static RequestFault storeAway() {
    return new RequestFault(
        Code.STORE_AWAY, "the node's database does not answer; nothing was done");
  }

  static RequestFault late(String detail) {
    return new RequestFault(Code.LATE, detail);
  }

  /** In the words of the protocol, without the code in front. */
  static RequestFault rateExceeded(long waitMillis) {
    return new RequestFault(
        Code.RATE_EXCEEDED, "Rate limit exceeded", Duration.ofMillis(waitMillis));
  }

  /** In the words of the protocol, without the code in front. */
  static RequestFault contradictory(String text) {
    return new RequestFault(Code.CONTRADICTORY, text, Duration.ofSeconds(1));
  }

  /** ao.TN.1 §3, in the words of the protocol. */
  static RequestFault halfAnAssignment() {
    return new RequestFault(
        Code.MALFORMED,
        "You must set both process-id and assign to send an assignment, not just one",
        Duration.ofSeconds(1));
  }

  /** ao.TN.1 §3: bodies of another type are not read as bytes. */
  static RequestFault noItemType(String contentType) {
    return new RequestFault(
        Code.NOT_OCTETS,
        ITEM_EXPECTED + " Its Content-Type must be application/octet-stream, got " + contentType,
        Duration.ofSeconds(1));
  }

  static RequestFault stateTooLarge(long bytes, long bytesMax) {
    return new RequestFault(
        Code.STATE_TOO_LARGE,
        "the state is "
            + bytes
            + " bytes, larger than the limit of "
            + bytesMax
            + "; see stateBytesMax in GET /limits");
  }

  Code code() {
    return code;
  }

  /** Whether the request was turned away to keep the node alive, and for no fault of its own. */
  boolean isOverload() {
    return code == Code.BUSY || code.text().startsWith("LOAD-");
  }

  /** When to try again, if at all. */
  Duration retryAfter() {
    return retryAfter;
  }

  /** The code and the facts. */
  String text() {
    return text;
  }

  /** The codes of the HTTP surface itself; stable, never reused. */
  enum Code {
    MALFORMED("HTTP-0400", 400, Retry.NEVER),
    FORBIDDEN("HTTP-0403", 403, Retry.NEVER),
    UNKNOWN("HTTP-0404", 404, Retry.NEVER),
    BODY_TOO_SLOW("HTTP-0408", 408, Retry.LATER),
    BODY_TOO_LARGE("HTTP-0413", 413, Retry.NEVER),
    NOT_OCTETS("HTTP-0415", 415, Retry.NEVER),
    CONTRADICTORY("HTTP-0422", 422, Retry.NEVER),
    RATE_EXCEEDED("HTTP-0429", 429, Retry.LATER),
    STATE_TOO_LARGE("HTTP-0507", 413, Retry.NEVER),
    INTERNAL("HTTP-0500", 500, Retry.UNKNOWN),
    NOT_IMPLEMENTED("HTTP-0501", 501, Retry.NEVER),
    BUSY("HTTP-0503", 503, Retry.LATER),
    ADDRESS_SHARE("LOAD-0001", 429, Retry.LATER),
    PROCESS_SHARE("LOAD-0002", 429, Retry.LATER),
    READS_SHED("LOAD-0003", 503, Retry.LATER),
    STORE_AWAY("LOAD-0004", 503, Retry.LATER),
    LATE("HTTP-0504", 503, Retry.UNKNOWN);

    private final String text;
    private final int status;
    private final Retry retry;

    Code(String text, int status, Retry retry) {
      this.text = text;
      this.status = status;
      this.retry = retry;
    }

    String text() {
      return text;
    }

    int status() {
      return status;
    }

    Retry retry() {
      return retry;
    }
  }
}
