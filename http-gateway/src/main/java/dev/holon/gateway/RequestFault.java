package dev.holon.gateway;

import dev.holon.core.RefusalCode.Retry;

/**
 * The request cannot be served as it is; carries the facts of the answer. Not a fault of the node,
 * so no stack trace.
 */
final class RequestFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String text;

  private RequestFault(Code code, String detail) {
    super(code.text() + ": " + detail, null, false, false);
    this.code = code;
    this.text = code.text() + ": " + detail;
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

  static RequestFault late(String detail) {
    return new RequestFault(Code.LATE, detail);
  }

  Code code() {
    return code;
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
    INTERNAL("HTTP-0500", 500, Retry.UNKNOWN),
    BUSY("HTTP-0503", 503, Retry.LATER),
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
