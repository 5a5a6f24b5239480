package dev.holon.gateway;

import dev.holon.protocol.Address;
import dev.holon.protocol.Id;
import java.util.List;

/**
 * What the node says about itself.
 *
 * @param roles the roles it plays, such as {@code scheduler}
 * @param modules the modules it brings along
 */
public record NodeStatus(
    String version, List<String> roles, Addresses addresses, List<BuiltInModule> modules) {
  public NodeStatus {
    roles = List.copyOf(roles);
    modules = List.copyOf(modules);
  }

  /** The addresses under which the units sign or are named. */
  public record Addresses(Address scheduler, Address compute, Address messenger) {}

  /** A module that every node of this version has. */
  public record BuiltInModule(String name, Id id) {}
}
