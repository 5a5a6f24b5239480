package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ResultCodecPropertyTest {
  @Property(tries = 500)
  void valuesReadBack(@ForAll("values") Value value) throws MalformedResultException {
    byte[] encoded = ResultCodec.encodeValue(value);

    assertEquals(value, ResultCodec.decodeValue(encoded));
  }

  @Property(tries = 300)
  void resultsReadBack(@ForAll("results") Result result) throws MalformedResultException {
    byte[] encoded = ResultCodec.encode(result);

    assertEquals(result, ResultCodec.decode(encoded));
  }

  @Property(tries = 2000)
  void whatReadsWritesTheSameBytes(@ForAll("mutations") byte[] mutated) {
    Result result;
    try {
      result = ResultCodec.decode(mutated);
    } catch (MalformedResultException expected) {
      return;
    }
    assertArrayEquals(mutated, ResultCodec.encode(result));
  }

  @Provide
  Arbitrary<Value> values() {
    Arbitrary<Value> leaf =
        Arbitraries.oneOf(
            Arbitraries.just(Value.NULL),
            Arbitraries.of(true, false).map(Value.Bool::new),
            Arbitraries.longs().map(Value.Int::new),
            Arbitraries.doubles().map(Value.Float::new),
            bytes().map(Value.Text::new));
    return Arbitraries.recursive(() -> leaf, ResultCodecPropertyTest::nest, 0, 4);
  }

  private static Arbitrary<Value> nest(Arbitrary<Value> inner) {
    return Arbitraries.oneOf(
        inner.list().ofMaxSize(4).map(Value.ListOf::new),
        Combinators.combine(text(), inner)
            .as(Value.Entry::new)
            .list()
            .ofMaxSize(4)
            .map(Value.MapOf::new));
  }

  @Provide
  Arbitrary<Result> results() {
    Arbitrary<List<Tag>> tags =
        Combinators.combine(text(), text()).as(Tag::new).list().ofMaxSize(4);
    return Combinators.combine(
            Combinators.combine(text(), text(), tags, bytes().injectNull(0.3))
                .as(Result.OutboundMessage::new)
                .list()
                .ofMaxSize(3),
            Combinators.combine(text(), tags, bytes().injectNull(0.3))
                .as(Result.OutboundSpawn::new)
                .list()
                .ofMaxSize(3),
            Combinators.combine(
                    text().list().ofMaxSize(3),
                    text(),
                    Arbitraries.of(true, false),
                    text().list().ofMaxSize(3))
                .as(Result.OutboundAssignment::new)
                .list()
                .ofMaxSize(3),
            values(),
            Arbitraries.longs().greaterOrEqual(0),
            values().injectNull(0.5))
        .as(Result::new);
  }

  @Provide
  Arbitrary<byte[]> mutations() {
    byte[] valid = ResultCodec.encode(ResultCodecTest.RICH);
    return Combinators.combine(
            Arbitraries.integers().between(0, valid.length - 1),
            Arbitraries.integers().between(0, 255))
        .as(
            (offset, value) -> {
              byte[] bytes = valid.clone();
              bytes[offset] = (byte) (int) value;
              return bytes;
            });
  }

  private static Arbitrary<Bytes> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(Bytes::of);
  }

  private static Arbitrary<String> text() {
    return Arbitraries.strings()
        .ofMaxLength(20)
        .filter(text -> text.equals(Bytes.ofUtf8(text).toUtf8()));
  }
}
