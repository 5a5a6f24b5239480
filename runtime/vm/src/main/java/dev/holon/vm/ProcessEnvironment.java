package dev.holon.vm;

import dev.holon.protocol.Address;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import java.util.List;

/**
 * What a process knows of itself.
 *
 * @param owner address of the spawn item's signer, in the compute unit's form
 */
public record ProcessEnvironment(ProcessId id, Address owner, List<Tag> tags) {
  public ProcessEnvironment {
    tags = List.copyOf(tags);
  }
}
