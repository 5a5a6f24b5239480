package dev.holon.gateway.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holon.core.settlement.BundleProgress;
import dev.holon.core.settlement.BundleState;
import dev.holon.core.settlement.SettledSlots;
import dev.holon.core.settlement.SettlementBundle;
import dev.holon.core.settlement.SettlementFigures;
import dev.holon.core.settlement.WalletNote;
import dev.holon.protocol.ProcessId;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far the logs are on Arweave. Amounts are winston in decimal text, for they exceed what a
 * number of JSON holds in most readers; what is not known is null.
 */
public final class SettlementJson {
  private SettlementJson() {}

  /** The whole cluster. */
  public static void write(
      JsonGenerator json,
      Optional<WalletNote> wallet,
      SettlementFigures figures,
      List<SettlementBundle> newest)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("mode", wallet.map(WalletNote::mode).orElse("off"));
    json.writeStringField("wallet", wallet.map(WalletNote::address).orElse(null));
    json.writeStringField("balance", amount(wallet.flatMap(WalletNote::balance)));
    json.writeStringField("bundlePrice", amount(wallet.flatMap(WalletNote::price)));
    json.writeStringField("cause", wallet.map(WalletNote::cause).orElse(""));
    writeNumber(
        json,
        "asOf",
        wallet.isPresent() ? OptionalLong.of(wallet.get().atMillis()) : OptionalLong.empty());
    json.writeObjectFieldStart("backlog");
    json.writeNumberField("entries", figures.backlogEntries());
    json.writeNumberField("bytes", figures.backlogBytes());
    json.writeEndObject();
    writeNumber(json, "oldest", figures.oldestMillis());
    json.writeObjectFieldStart("bundles");
    for (BundleState state : BundleState.values()) {
      json.writeNumberField(state.text(), figures.bundles().of(state));
    }
    json.writeEndObject();
    json.writeArrayFieldStart("newest");
    for (SettlementBundle bundle : newest) {
      write(json, bundle);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static @Nullable String amount(Optional<BigInteger> winston) {
    return winston.map(BigInteger::toString).orElse(null);
  }

  private static void write(JsonGenerator json, SettlementBundle bundle) throws IOException {
    BundleProgress progress = bundle.progress();
    json.writeStartObject();
    json.writeNumberField("number", bundle.number());
    json.writeStringField("id", bundle.envelope().id().toString());
    json.writeStringField("kind", bundle.envelope().kind().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("envelope", bundle.envelopeNumber());
    json.writeStringField("state", progress.state().text());
    json.writeNumberField("entries", bundle.content().range().entryCount());
    json.writeNumberField("bytes", bundle.content().sizeBytes());
    json.writeNumberField("failures", progress.failures());
    json.writeNumberField("nextLook", progress.nextMillis());
    writeNumber(
        json,
        "block",
        progress.blockHeight() == 0
            ? OptionalLong.empty()
            : OptionalLong.of(progress.blockHeight()));
    json.writeStringField("cause", progress.cause());
    json.writeEndObject();
  }

  /** One process. */
  public static void write(JsonGenerator json, ProcessId process, SettledSlots slots)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("process", process.toString());
    json.writeNumberField("newest", slots.newest());
    writeNumber(json, BundleState.QUEUED.text(), slots.queued());
    writeNumber(json, BundleState.POSTED.text(), slots.posted());
    writeNumber(json, BundleState.SEEN.text(), slots.seen());
    writeNumber(json, BundleState.FINAL.text(), slots.settled());
    json.writeEndObject();
  }

  private static void writeNumber(JsonGenerator json, String name, OptionalLong number)
      throws IOException {
    if (number.isPresent()) {
      json.writeNumberField(name, number.getAsLong());
    } else {
      json.writeNullField(name);
    }
  }
}
