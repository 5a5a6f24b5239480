package dev.holon.actors;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogEntryCodec;
import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Puts log entries into the journal in their own versioned layout ({@link LogEntryCodec}); no class
 * name is stored.
 */
public final class LogEntrySerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 7_301;
  private static final String MANIFEST = "log-entry";

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object value) {
    return MANIFEST;
  }

  @Override
  public byte[] toBinary(Object value) {
    return LogEntryCodec.encode((LogEntry) value);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    if (!manifest.equals(MANIFEST)) {
      throw new NotSerializableException(
          "unknown manifest " + manifest + " of serializer " + IDENTIFIER);
    }
    return LogEntryCodec.decode(bytes);
  }
}
