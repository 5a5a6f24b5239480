package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.protocol.crypto.SchemeChoice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract over the native libraries, where they load. */
class FastestVerifierTest extends VerifierContract {
  @Override
  Verifier verifier() {
    return Verifier.fastest();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void nativeLibrariesServeEverySchemeWhereTheyAreShipped() {
    assertEquals(
        List.of("Corretto", "Corretto", "libsecp256k1"),
        Verifier.fastest().choices().stream().map(SchemeChoice::provider).toList(),
        () -> Verifier.fastest().choices().toString());
  }
}
