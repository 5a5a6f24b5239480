package dev.holon.vm;

import dev.holon.protocol.Address;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.Tag;
import java.util.List;

/** A module: the code a process runs. */
public record ModuleCode(Id id, Address owner, String format, List<Tag> tags, Bytes code) {
  public ModuleCode {
    tags = List.copyOf(tags);
  }
}
