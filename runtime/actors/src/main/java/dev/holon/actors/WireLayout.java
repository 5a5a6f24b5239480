package dev.holon.actors;

import dev.holon.protocol.BinaryReader;
import dev.holon.protocol.BinaryWriter;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.MalformedResultException;

/**
 * How one message crosses from node to node: one version byte, then its fields.
 *
 * @param manifest names the message on the wire; never reused for another one
 * @param version the version this node writes, and the only one it reads
 */
record WireLayout<T>(String manifest, int version, Class<T> type, Put<T> put, Take take) {

  /** Writes the fields. */
  @FunctionalInterface
  interface Put<T> {
    void to(BinaryWriter out, T message);
  }

  /** Reads the fields; what comes out may be another message, should the one sent not have fit. */
  @FunctionalInterface
  interface Take {
    Object from(BinaryReader in) throws MalformedResultException, ItemException;
  }

  byte[] encode(Object message) {
    BinaryWriter out = new BinaryWriter();
    out.putByte(version);
    put.to(out, type.cast(message));
    return out.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException for another version, and for bytes that are not this message
   */
  Object decode(byte[] bytes) {
    try {
      BinaryReader in = new BinaryReader(bytes);
      int found = in.readByte();
      if (found != version) {
        throw new IllegalArgumentException(
            manifest + " of version " + found + ": this node reads version " + version);
      }
      Object message = take.from(in);
      in.requireEnd();
      return message;
    } catch (MalformedResultException | ItemException e) {
      throw new IllegalArgumentException(manifest + ": " + e.getMessage(), e);
    }
  }
}
