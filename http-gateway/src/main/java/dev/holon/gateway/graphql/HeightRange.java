package dev.holon.gateway.graphql;

import java.util.Map;

/** Block heights, both bounds inclusive. */
record HeightRange(long min, long max) {
  static HeightRange of(Map<String, Object> argument) {
    return new HeightRange(
        argument.get("min") instanceof Integer min ? min : 0,
        argument.get("max") instanceof Integer max ? max : Long.MAX_VALUE);
  }

  boolean contains(long height) {
    return min <= height && height <= max;
  }
}
