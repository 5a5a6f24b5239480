package dev.holon.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.gateway.guard.RequestFraming.Phase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestFramingTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String POST =
      "POST / HTTP/1.1\r\nHost: x\r\ncontent-LENGTH:  5 \r\n\r\nhello";
  private static final String CHUNKED =
      "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5;a=b\r\nhello\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n";

  private final RequestFraming framing = new RequestFraming();

  private Phase accept(String text) {
    framing.accept(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    return framing.phase();
  }

  @Test
  void headIsOpenUntilItsEmptyLine() {
    assertEquals(Phase.BETWEEN_REQUESTS, framing.phase());
    assertEquals(Phase.HEAD, accept("G"));
    assertEquals(Phase.HEAD, accept("ET / HTTP/1.1\r\nHost: x\r\n\r"));
    assertEquals(Phase.BETWEEN_REQUESTS, accept("\n"));
    assertEquals(1, framing.requestCount());
  }

  @Test
  void pipelinedRequestsAreAllCounted() {
    assertEquals(Phase.HEAD, accept(GET + POST + CHUNKED + GET + "GET"));
    assertEquals(4, framing.requestCount());
  }

  @Test
  void onlyTheRestOfABodyThatComesByItselfIsMissing() {
    accept(POST.substring(0, POST.length() - 5));
    assertEquals(5, framing.missingBytes());
    accept("he");
    assertEquals(3, framing.missingBytes());
    accept("llo");
    assertEquals(0, framing.missingBytes());
    accept("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    assertEquals(0, framing.missingBytes());
    accept("hello" + POST.substring(0, POST.length() - 1));
    assertEquals(1, framing.missingBytes());
    accept("o" + CHUNKED.substring(0, CHUNKED.length() - 9));
    assertEquals(0, framing.missingBytes());
  }

  @Test
  void everySplitGivesTheSameOutcome() {
    String all = GET + POST + CHUNKED;
    for (int split = 1; split < all.length(); split++) {
      RequestFraming parts = new RequestFraming();
      parts.accept(ByteBuffer.wrap(all.substring(0, split).getBytes(StandardCharsets.ISO_8859_1)));
      parts.accept(ByteBuffer.wrap(all.substring(split).getBytes(StandardCharsets.ISO_8859_1)));

      assertEquals(3, parts.requestCount(), "split at " + split);
      assertEquals(Phase.BETWEEN_REQUESTS, parts.phase());
    }
  }

  @Test
  void bodyIsOpenUntilItsLastByte() {
    assertEquals(Phase.BODY, accept(POST.substring(0, POST.length() - 1)));
    assertEquals(Phase.BETWEEN_REQUESTS, accept("o"));
    assertEquals(Phase.BODY, accept(CHUNKED.substring(0, CHUNKED.length() - 2)));
    assertEquals(Phase.BETWEEN_REQUESTS, accept("\r\n"));
  }

  @Test
  void chunkedOverridesALength() {
    assertEquals(
        Phase.BODY,
        accept("POST / HTTP/1.1\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"));
  }

  @Test
  void emptyLinesBeforeARequestKeepTheHeadOpen() {
    assertEquals(Phase.HEAD, accept("\r\n\r\n\r\n"));
    assertEquals(0, framing.requestCount());
  }

  @Test
  void nonsenseIsOpaque() {
    assertEquals(Phase.OPAQUE, accept("POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n"));
  }

  @Test
  void nonsenseChunkSizesAreOpaque() {
    assertEquals(
        Phase.OPAQUE,
        accept("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n"));
  }
}
