package dev.holon.arweave.client;

import java.net.URI;

/** A node or gateway, by its base URL without a slash at its end. */
record Source(URI base, SourceHealth health) {
  URI at(String path) {
    return URI.create(base + path);
  }

  /** Host and port, as it is named in causes. */
  String name() {
    return base.getAuthority();
  }
}
