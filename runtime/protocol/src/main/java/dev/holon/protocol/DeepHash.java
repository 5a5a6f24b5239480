package dev.holon.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Arweave's deep hash over nested lists of byte strings, with SHA-384 (arweave.md §3):
 *
 * <pre>
 * deepHash(blob) = SHA384( SHA384("blob" || size) || SHA384(blob) )
 * deepHash(list) = acc, where acc = SHA384("list" || count), then acc = SHA384(acc || deepHash(x)) for each x
 * </pre>
 *
 * <p>Sizes and counts are in decimal ASCII. Computed with a stack of its own, so nesting costs heap
 * and not call depth.
 */
public final class DeepHash {
  private DeepHash() {}

  /** What is hashed. */
  public sealed interface Element {}

  /** A byte string. */
  public record Blob(Bytes bytes) implements Element {
    public static Blob ofUtf8(String text) {
      return new Blob(Bytes.ofUtf8(text));
    }
  }

  /** A list of elements. */
  public record Sequence(List<Element> elements) implements Element {
    public Sequence {
      elements = List.copyOf(elements);
    }

    public static Sequence of(Element... elements) {
      return new Sequence(List.of(elements));
    }
  }

  /** The 48-byte hash. */
  public static Bytes of(Element root) {
    return switch (root) {
      case Blob blob -> Bytes.of(Sha384Fold.hashBlob(blob.bytes().toArray()));
      case Sequence sequence -> Bytes.of(fold(sequence));
    };
  }

  private record Frame(Sha384Fold fold, Iterator<Element> rest) {
    static Frame of(Sequence sequence) {
      return new Frame(
          Sha384Fold.ofList(sequence.elements().size()), sequence.elements().iterator());
    }
  }

  private static byte[] fold(Sequence root) {
    Deque<Frame> open = new ArrayDeque<>();
    open.push(Frame.of(root));
    while (true) {
      Frame frame = open.element();
      if (frame.rest.hasNext()) {
        switch (frame.rest.next()) {
          case Blob blob -> frame.fold.addBlob(blob.bytes().toArray());
          case Sequence sequence -> open.push(Frame.of(sequence));
        }
        continue;
      }
      open.pop();
      if (open.isEmpty()) {
        return frame.fold.value();
      }
      open.element().fold.addHash(frame.fold.value());
    }
  }
}
