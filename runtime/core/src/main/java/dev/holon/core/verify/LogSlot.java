package dev.holon.core.verify;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.Verifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A slot as it was found, unchecked.
 *
 * @param slot which one it should be
 * @param message null when an item that is stored elsewhere was assigned
 */
public record LogSlot(long slot, DataItem assignment, @Nullable DataItem message) {

  /** What is wrong with the signatures. Slots do not depend on each other here. */
  public Optional<LogFault> signatureFault(Verifier verifier) {
    return fault(verifier, assignment, LogFault.Kind.ASSIGNMENT_SIGNATURE, "the assignment ")
        .or(
            () ->
                Optional.ofNullable(message)
                    .flatMap(
                        item ->
                            fault(
                                verifier, item, LogFault.Kind.MESSAGE_SIGNATURE, "the message ")));
  }

  private Optional<LogFault> fault(
      Verifier verifier, DataItem item, LogFault.Kind kind, String what) {
    try {
      verifier.verify(item);
      return Optional.empty();
    } catch (ItemException e) {
      return Optional.of(new LogFault(slot, kind, what + item.id() + ": " + e.getMessage()));
    }
  }
}
