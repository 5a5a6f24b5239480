package dev.holon.gateway.guard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Follows the bytes of an HTTP/1.1 connection from request to request (RFC 9112 §6, §7): where a
 * head ends, how long its body is. It judges nothing; bytes it cannot follow turn it {@link
 * Phase#OPAQUE}, and the HTTP parser refuses them. Single-threaded.
 */
final class RequestFraming {
  /** What the client is sending. */
  enum Phase {
    /** Nothing; the last request, if any, is complete. */
    BETWEEN_REQUESTS,
    HEAD,
    BODY,
    /** Not to be followed any more. */
    OPAQUE
  }

  private enum Step {
    HEAD_LINE,
    FIXED_BODY,
    CHUNK_SIZE_LINE,
    CHUNK_DATA,
    TRAILER_LINE,
    LOST
  }

  /** Longest prefix of a line that is looked at; the lines of interest are shorter. */
  private static final int LINE_PREFIX_BYTES = 64;

  private static final int CHUNK_SIZE_DIGITS_MAX = 15;
  private static final String CONTENT_LENGTH = "content-length:";
  private static final String TRANSFER_ENCODING = "transfer-encoding:";
  private static final String EXPECT = "expect:";

  private final byte[] line = new byte[LINE_PREFIX_BYTES];
  private Step step = Step.HEAD_LINE;
  private int lineLength;
  private boolean isRequestLineSeen;
  private boolean isHeadStarted;
  private boolean isChunked;
  private boolean isExpecting;
  private long remaining;
  private long requestCount;

  /** Follows the bytes that remain in the buffer, and empties it. */
  void accept(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      switch (step) {
        case FIXED_BODY, CHUNK_DATA -> skip(bytes);
        case HEAD_LINE, CHUNK_SIZE_LINE, TRAILER_LINE -> readLine(bytes);
        case LOST -> bytes.position(bytes.limit());
      }
    }
  }

  Phase phase() {
    return switch (step) {
      case HEAD_LINE -> isHeadStarted ? Phase.HEAD : Phase.BETWEEN_REQUESTS;
      case FIXED_BODY, CHUNK_SIZE_LINE, CHUNK_DATA, TRAILER_LINE -> Phase.BODY;
      case LOST -> Phase.OPAQUE;
    };
  }

  /** How many requests have been received completely. */
  long requestCount() {
    return requestCount;
  }

  /**
   * How much of a body of known length has yet to come; 0 for any other body, outside of bodies,
   * and when the client waits for a word before it sends it (RFC 9110 §10.1.1).
   */
  long missingBytes() {
    return step == Step.FIXED_BODY && !isExpecting ? remaining : 0;
  }

  private void skip(ByteBuffer bytes) {
    int count = (int) Math.min(remaining, bytes.remaining());
    bytes.position(bytes.position() + count);
    remaining -= count;
    if (remaining == 0) {
      if (step == Step.CHUNK_DATA) {
        step = Step.CHUNK_SIZE_LINE;
      } else {
        endRequest();
      }
    }
  }

  private void readLine(ByteBuffer bytes) {
    isHeadStarted = true;
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\n') {
        endLine();
        return;
      }
      if (lineLength < LINE_PREFIX_BYTES) {
        line[lineLength] = next;
      }
      lineLength++;
    }
  }

  private void endLine() {
    int length = Math.min(lineLength, LINE_PREFIX_BYTES);
    boolean isEmpty = length == 0 || (length == 1 && line[0] == '\r');
    lineLength = 0;
    switch (step) {
      case HEAD_LINE -> endHeadLine(length, isEmpty);
      case CHUNK_SIZE_LINE -> endChunkSizeLine(length);
      case TRAILER_LINE -> {
        if (isEmpty) {
          endRequest();
        }
      }
      case FIXED_BODY, CHUNK_DATA, LOST -> throw new IllegalStateException("no line in " + step);
    }
  }

  private void endHeadLine(int length, boolean isEmpty) {
    if (isEmpty) {
      // RFC 9112 §2.2: empty lines before the request line are ignored.
      if (isRequestLineSeen) {
        endHead();
      }
    } else if (!isRequestLineSeen) {
      isRequestLineSeen = true;
    } else if (isOfInterest((byte) (line[0] | 0x20))) {
      readHeader(new String(line, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
    }
  }

  private static boolean isOfInterest(byte first) {
    return first == 'c' || first == 't' || first == 'e';
  }

  private void readHeader(String header) {
    if (header.startsWith(CONTENT_LENGTH)) {
      try {
        remaining = Long.parseUnsignedLong(header.substring(CONTENT_LENGTH.length()).trim());
      } catch (NumberFormatException e) {
        step = Step.LOST;
      }
    } else if (header.startsWith(TRANSFER_ENCODING)) {
      isChunked = header.contains("chunked");
    } else if (header.startsWith(EXPECT)) {
      isExpecting = true;
    }
  }

  private void endHead() {
    if (isChunked) {
      // RFC 9112 §6.3: Transfer-Encoding overrides Content-Length.
      step = Step.CHUNK_SIZE_LINE;
    } else if (remaining > 0) {
      step = Step.FIXED_BODY;
    } else {
      endRequest();
    }
  }

  private void endChunkSizeLine(int length) {
    int digits = 0;
    long size = 0;
    while (digits < length
        && Character.digit(line[digits], 16) >= 0
        && digits <= CHUNK_SIZE_DIGITS_MAX) {
      size = size * 16 + Character.digit(line[digits], 16);
      digits++;
    }
    if (digits == 0 || digits > CHUNK_SIZE_DIGITS_MAX) {
      step = Step.LOST;
    } else if (size == 0) {
      step = Step.TRAILER_LINE;
    } else {
      remaining = size + 2; // the data's own line end
      step = Step.CHUNK_DATA;
    }
  }

  private void endRequest() {
    step = Step.HEAD_LINE;
    isRequestLineSeen = false;
    isHeadStarted = false;
    isChunked = false;
    isExpecting = false;
    remaining = 0;
    requestCount++;
  }
}
