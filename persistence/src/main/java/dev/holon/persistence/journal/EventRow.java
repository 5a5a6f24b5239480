package dev.holon.persistence.journal;

/** A row of {@code event_journal}, but for what the server fills in. */
record EventRow(
    String persistenceId,
    long sequenceNumber,
    String writerUuid,
    long timestampMillis,
    String adapterManifest,
    Payload payload) {

  /**
   * What a serializer made of an event; the bytes are not copied.
   *
   * @param serializerId which one, for reading
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Payload(byte[] bytes, int serializerId, String manifest) {
    /** Of an event that does not serialize. */
    static final Payload NONE = new Payload(new byte[0], 0, "");
  }

  /** How much memory the row holds, about. */
  long sizeBytes() {
    return 256L + payload.bytes().length;
  }
}
