package dev.holon.actors;

import java.io.NotSerializableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Writes and reads every message of ours that crosses from node to node, each in its own versioned
 * {@link WireLayout}; no class name is sent. A node of another release that sends a version, or a
 * message, that this one does not know gets no answer, and the log says which.
 */
public final class ClusterMessageSerializer extends SerializerWithStringManifest {
  /**
   * The largest message, in bytes: below {@code maximum-large-frame-size} in {@code
   * holon-cluster.conf}, above the largest item (10 MiB) and the most that one evaluation may send
   * (16 MiB).
   */
  static final int FRAME_BYTES_MAX = 19 << 20;

  /** The largest result or state in an answer. */
  static final int PAYLOAD_BYTES_MAX = FRAME_BYTES_MAX - (64 << 10);

  private static final int IDENTIFIER = 7_302;

  private final Map<Class<?>, WireLayout<?>> byType = new HashMap<>();
  private final Map<String, WireLayout<?>> byManifest = new HashMap<>();

  /** Called by Pekko. */
  public ClusterMessageSerializer(ExtendedActorSystem system) {
    this(new ComputeLayouts(ActorRefResolver.get(Adapter.toTyped(system))));
  }

  private ClusterMessageSerializer(ComputeLayouts computes) {
    Stream.of(SchedulerLayouts.all(), computes.all(), ComputeReplyLayouts.all())
        .flatMap(List::stream)
        .forEach(this::add);
  }

  private void add(WireLayout<?> layout) {
    if (byType.put(layout.type(), layout) != null
        || byManifest.put(layout.manifest(), layout) != null) {
      throw new IllegalStateException("two layouts of " + layout);
    }
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return layout(message).manifest();
  }

  @Override
  public byte[] toBinary(Object message) {
    byte[] bytes = layout(message).encode(message);
    if (bytes.length > FRAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          message.getClass().getName()
              + " takes "
              + bytes.length
              + " bytes; between nodes at most "
              + FRAME_BYTES_MAX);
    }
    return bytes;
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    WireLayout<?> layout = byManifest.get(manifest);
    if (layout == null) {
      throw new NotSerializableException(
          "message " + manifest + " of another node is not known to this one");
    }
    return layout.decode(bytes);
  }

  /** All messages that may cross. */
  Set<Class<?>> types() {
    return byType.keySet();
  }

  private WireLayout<?> layout(Object message) {
    WireLayout<?> layout = byType.get(message.getClass());
    if (layout == null) {
      throw new IllegalArgumentException(
          message.getClass().getName() + " stays on its node: it has no layout");
    }
    return layout;
  }
}
