package dev.holon.core.settlement;

/**
 * A recorded bundle.
 *
 * @param number from 1, without gaps, in the order of the feed
 * @param envelopeNumber which of its envelopes this is, from 1; the others have expired
 */
public record SettlementBundle(
    long number,
    BundleContent content,
    Envelope envelope,
    int envelopeNumber,
    BundleProgress progress) {

  /** The same bundle, further or not. */
  public SettlementBundle with(BundleProgress newProgress) {
    return new SettlementBundle(number, content, envelope, envelopeNumber, newProgress);
  }
}
