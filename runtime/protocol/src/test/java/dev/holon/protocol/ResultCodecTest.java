package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holon.protocol.crypto.Sha2;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultCodecTest {
  static final Result RICH =
      new Result(
          List.of(
              new Result.OutboundMessage(
                  "BteTHZ9lmep4ERE5ew4pOSlvLmGfy_Ma_uENSXE_Y9I",
                  "00000000000000000000000000000001",
                  List.of(new Tag("Action", "Ping"), new Tag("Größe", "日本")),
                  Bytes.ofUtf8("hello")),
              new Result.OutboundMessage("wallet", "", List.of(), null)),
          List.of(new Result.OutboundSpawn("2", List.of(new Tag("Module", "m")), Bytes.EMPTY)),
          List.of(new Result.OutboundAssignment(List.of("p", "q"), "m", true, List.of("Data"))),
          new Value.MapOf(
              List.of(
                  new Value.Entry("z", new Value.ListOf(List.of(Value.NULL, new Value.Bool(true)))),
                  new Value.Entry("a", new Value.Int(Long.MIN_VALUE)),
                  new Value.Entry("a", new Value.Float(-0.0)),
                  new Value.Entry("n", new Value.Float(Double.NaN)),
                  new Value.Entry("", new Value.Text(Bytes.of(new byte[] {(byte) 0xff}))))),
          1234,
          new Value.Bool(false));

  @Test
  void oldBytesStillRead() throws MalformedResultException {
    byte[] golden = Vectors.resource("/result/rich.v1.bin");

    assertEquals(RICH, ResultCodec.decode(golden));
    assertArrayEquals(golden, ResultCodec.encode(RICH));
  }

  @Test
  void everyNaNHasOneEncoding() {
    double other = Double.longBitsToDouble(0x7ff8000000000001L);

    assertArrayEquals(
        ResultCodec.encodeValue(new Value.Float(Double.NaN)),
        ResultCodec.encodeValue(new Value.Float(other)));
  }

  @Test
  void refusesANaNWithOtherBits() {
    byte[] encoded = Vectors.hex("047ff8000000000001");

    assertThrows(MalformedResultException.class, () -> ResultCodec.decodeValue(encoded));
  }

  @Test
  void refusesEveryCutAndEverySurplus() {
    byte[] encoded = ResultCodec.encode(RICH);

    for (int size = 0; size < encoded.length; size++) {
      byte[] cut = Arrays.copyOf(encoded, size);
      assertThrows(MalformedResultException.class, () -> ResultCodec.decode(cut));
    }
    byte[] surplus = Arrays.copyOf(encoded, encoded.length + 1);
    assertThrows(MalformedResultException.class, () -> ResultCodec.decode(surplus));
  }

  @Test
  void refusesCountsBeyondTheBytesLeftWithoutAllocatingForThem() {
    assertThrows(
        MalformedResultException.class, () -> ResultCodec.decodeValue(Vectors.hex("067fffffff")));
    assertThrows(
        MalformedResultException.class, () -> ResultCodec.decodeValue(Vectors.hex("06ffffffff")));
    assertThrows(
        MalformedResultException.class, () -> ResultCodec.decodeValue(Vectors.hex("057fffffff00")));
    assertThrows(MalformedResultException.class, () -> ResultCodec.decodeValue(Vectors.hex("08")));
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    assertThrows(
        MalformedResultException.class,
        () -> ResultCodec.decodeValue(Vectors.hex("070000000100000001ff00")));
  }

  @Test
  void nestingIsLimitedBothWays() throws MalformedResultException {
    Value deepest = nested(ResultCodec.DEPTH_MAX);

    assertEquals(deepest, ResultCodec.decodeValue(ResultCodec.encodeValue(deepest)));
    Value tooDeep = nested(ResultCodec.DEPTH_MAX + 1);
    assertThrows(IllegalArgumentException.class, () -> ResultCodec.encodeValue(tooDeep));
    byte[] encoded = new byte[5 * (ResultCodec.DEPTH_MAX + 1) + 1];
    for (int i = 0; i < encoded.length - 1; i += 5) {
      encoded[i] = 6;
      encoded[i + 4] = 1;
    }
    assertThrows(MalformedResultException.class, () -> ResultCodec.decodeValue(encoded));
  }

  @Test
  void refusesAnotherVersion() {
    byte[] encoded = ResultCodec.encode(RICH);
    encoded[0] = 2;

    assertThrows(MalformedResultException.class, () -> ResultCodec.decode(encoded));
  }

  @Test
  void resultsChain() {
    byte[] encoded = ResultCodec.encode(RICH);

    Id first = ResultCodec.chain(null, encoded);

    assertEquals(Id.of(Sha2.sha256(new byte[32], encoded)), first);
    assertEquals(Id.of(Sha2.sha256(first.toBytes(), encoded)), ResultCodec.chain(first, encoded));
  }

  private static Value nested(int depth) {
    Value value = Value.NULL;
    for (int i = 0; i < depth; i++) {
      value = new Value.ListOf(List.of(value));
    }
    return value;
  }
}
