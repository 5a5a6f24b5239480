package dev.holon.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.holon.node.keys.KeyFile;
import dev.holon.protocol.SignatureType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys that make-keys.sh makes are ones that the node takes. */
class KeysTest {
  @TempDir Path folder;

  @BeforeEach
  void needsOpenssl() throws IOException, InterruptedException {
    Assumptions.assumeTrue(run("sh", "-c", "command -v openssl") == 0, "needs openssl");
  }

  @Test
  void theNodeReadsTheKeysThatAreMade() throws Exception {
    assertEquals(0, run("sh", "make-keys.sh", folder.toString()));

    Path scheduler = folder.resolve("scheduler.json");
    Path messenger = folder.resolve("messenger.json");
    assertEquals(SignatureType.ETHEREUM, KeyFile.read(scheduler).signatureType());
    assertNotEquals(KeyFile.read(scheduler).address(), KeyFile.read(messenger).address());
    assertEquals(
        PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(scheduler));
  }

  @Test
  void keysThatAreThereAreKept() throws IOException, InterruptedException {
    Path scheduler = Files.writeString(folder.resolve("scheduler.json"), "precious");

    assertEquals(0, run("sh", "make-keys.sh", folder.toString()));

    assertEquals("precious", Files.readString(scheduler));
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
