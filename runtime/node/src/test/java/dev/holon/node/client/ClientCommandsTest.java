package dev.holon.node.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The client's commands against a node of canned answers: output, requests, exit codes. */
@Timeout(60)
class ClientCommandsTest {
  private static final String PID = "P".repeat(42) + "A";
  private static final String OTHER = "Q".repeat(42) + "A";
  private static final String MESSAGE = "M".repeat(42) + "A";
  private static final String RESULT = "GET /result/*?process-id=" + PID;

  @TempDir private Path home;
  private StubNode node;

  @BeforeEach
  void start() throws IOException {
    node = new StubNode();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private record Ended(int status, String output, String errors) {}

  private Ended run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--node", node.url()));
    return runAsIs(all.toArray(String[]::new));
  }

  private Ended runAsIs(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    ClientContext context =
        new ClientContext(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            home);
    CommandLine commands = new CommandLine(CommandLine.Model.CommandSpec.create().name("holon"));
    ClientMain.addTo(commands, context);
    int status = commands.execute(words);
    return new Ended(
        status, out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
  }

  @Test
  void psFollowsPagesAndAlignsColumns() {
    node.on(
        "GET /processes?limit=100",
        200,
        "{\"processes\":[" + process(PID, "\"a name\"", "12") + "],\"next\":\"" + PID + "\"}");
    node.on(
        "GET /processes?limit=99&after=" + PID,
        200,
        "{\"processes\":[" + process(OTHER, "null", "null") + "],\"next\":null}");

    Ended ended = run("ps");

    assertEquals(
        new Ended(
            0,
            """
            PROCESS                                      SLOT  EVALUATED  SPAWNED                   OWNER  NAME
            %s  12    12         2023-11-14T22:13:20.000Z  0xabc  a name
            %s  12    -          2023-11-14T22:13:20.000Z  0xabc  -
            """
                .formatted(PID, OTHER),
            ""),
        ended);
  }

  @Test
  void psPrintsOneJsonObjectALine() {
    String one = process(PID, "null", "1");
    node.on(
        "GET /processes?limit=1", 200, "{\"processes\":[" + one + "],\"next\":\"" + PID + "\"}");

    assertEquals(new Ended(0, one + "\n", ""), run("ps", "--json", "--limit", "1"));
  }

  private static String process(String id, String name, String evaluated) {
    return "{\"process\":\"%s\",\"owner\":\"0xabc\",\"module\":\"m\",\"name\":%s,\"spawned\":1700000000000,\"slot\":12,\"evaluatedSlot\":%s}"
        .formatted(id, name, evaluated);
  }

  @Test
  void settlementShowsTheClusterAndItsNewestBundles() {
    String answer =
        "{\"mode\":\"arweave\",\"wallet\":\"w\",\"balance\":\"2500000000000\",\"bundlePrice\":null,"
            + "\"cause\":\"\",\"asOf\":1700000000000,\"backlog\":{\"entries\":3,\"bytes\":4096},"
            + "\"oldest\":null,\"bundles\":{\"queued\":1,\"posted\":0,\"seen\":0,\"final\":7},"
            + "\"newest\":[{\"number\":8,\"id\":\"i\",\"kind\":\"transaction\",\"envelope\":2,\"state\":\"queued\","
            + "\"entries\":5,\"bytes\":900,\"failures\":2,\"nextLook\":1700000000000,\"block\":null,"
            + "\"cause\":\"refused: no money\"}]}";
    node.on("GET /settlement?limit=10", 200, answer);

    Ended ended = run("settlement");

    assertEquals(
        new Ended(
            0,
            """
            mode              arweave
            wallet            w
            balance           2.500000000000 AR
            bundle price      -
            as of             2023-11-14T22:13:20.000Z
            backlog           3 entries, about 4096 bytes
            oldest not final  -
            bundles queued    1
            bundles posted    0
            bundles seen      0
            bundles final     7

            BUNDLE  STATE   ENTRIES  BYTES  BLOCK  ID  DETAIL
            8       queued  5        900    -      i   try 3 at 2023-11-14T22:13:20.000Z: refused: no money
            """,
            ""),
        ended);
    assertEquals(new Ended(0, answer + "\n", ""), run("settlement", "--json"));
  }

  @Test
  void settlementShowsHowFarAProcessIs() {
    node.on(
        "GET /" + PID + "/settlement",
        200,
        "{\"process\":\"%s\",\"newest\":9,\"queued\":8,\"posted\":8,\"seen\":2,\"final\":null}"
            .formatted(PID));

    assertEquals(
        new Ended(
            0,
            """
            process       %s
            newest slot   9
            queued up to  8
            posted up to  8
            seen up to    2
            final up to   -
            """
                .formatted(PID),
            ""),
        run("settlement", PID));
  }

  @Test
  void refusalsGoToErrorsWithAdvice() {
    node.on(
        "GET /crons/" + PID,
        503,
        "{\"error\":\"HTTP-0503: the node is busy\",\"code\":\"HTTP-0503\",\"retry\":\"LATER\"}");

    assertEquals(
        new Ended(1, "", "holon: HTTP-0503: the node is busy\n  try again later\n"),
        run("cron", PID));
  }

  @Test
  void errorsCannotSteerTheTerminal() {
    node.on("GET /crons/" + PID, 400, "{\"error\":\"\\u001b[2Jred\\u0007\"}");

    assertTrue(run("cron", PID).errors().startsWith("holon: red?\n"));
  }

  @Test
  void absentNodeIsToldWithWhatToDo() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    Ended ended = runAsIs("ps", "--node", "http://127.0.0.1:" + port + "/");

    assertEquals(1, ended.status());
    assertEquals(
        "holon: no node answers at http://127.0.0.1:"
            + port
            + "\n  start one with: holon dev, or name another with --node URL or HOLON_NODE\n",
        ended.errors());
  }

  @Test
  void serversThatAreNoNodesAreToldApart() {
    node.on("GET /crons/" + PID, 502, "<html>Bad gateway</html>");

    Ended ended = run("cron", PID);

    assertEquals(1, ended.status());
    assertTrue(ended.errors().contains("no JSON"), ended.errors());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show",
        "show short",
        "send",
        "send %s --tag novalue",
        "eval %s",
        "spawn --on-boot",
        "spawn --module short",
        "results %s --from -1",
        "results %s --limit 0",
        "ps --limit 0",
        "ps --timeout 0",
        "ps --node ftp://example.com",
        "trace %s extra",
        "outbox",
        "outbox retry %s/1",
        "outbox show %s/x",
        "outbox list --state lost",
        "nonsense",
      })
  void wrongUsageEndsWithTwoAndAsksNothing(String words) {
    Ended ended = runAsIs(words.formatted(PID).split(" "));

    assertEquals(2, ended.status(), ended.errors());
    assertEquals("", ended.output());
    assertFalse(ended.errors().isBlank());
  }

  @Test
  void spawnTakesDefaultsFromTheNodeAndSignsWithANewKeyOnce() throws Exception {
    node.on(
        "GET /status",
        200,
        "{\"scheduler\":\"S\",\"messenger\":\"A\",\"modules\":{\"lua\":\"" + OTHER + "\"}}");
    node.on("POST /", 202, "{}");
    Path code = Files.writeString(home.resolve("code.lua"), "x = 1");

    Ended first = run("spawn", "--data", "@" + code, "--on-boot", "--tag", "Name=a=b");
    Ended second = run("spawn", "--module", MESSAGE, "--scheduler", "T", "--tag", "Authority=B");

    assertEquals(0, first.status(), first.errors());
    DataItem item = DataItem.parse(node.bodies.get(1));
    assertEquals(item.id() + "\n", first.output());
    assertEquals(
        List.of(
            new Tag("Data-Protocol", "ao"),
            new Tag("Variant", "ao.TN.1"),
            new Tag("Type", "Process"),
            new Tag("Module", OTHER),
            new Tag("Scheduler", "S"),
            new Tag("Authority", "A"),
            new Tag("Name", "a=b"),
            new Tag("On-Boot", "Data")),
        item.tags());
    assertEquals("x = 1", StandardCharsets.UTF_8.decode(item.data()).toString());
    assertTrue(first.errors().contains("made a new key"));
    assertEquals("", second.errors());
    assertEquals(item.signerAddress(), DataItem.parse(node.bodies.get(2)).signerAddress());
    Path wallet = home.resolve(".holon").resolve("wallet.json");
    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(wallet)));
    try (Stream<Path> files = Files.list(wallet.getParent())) {
      assertEquals(List.of(wallet), files.toList());
    }
  }

  @Test
  void theSameMessageAgainIsAnotherOne() {
    node.on("POST /", 202, "{}");

    Ended first = run("send", PID, "--action", "Go", "--data", "@@home");
    Ended second = run("send", PID, "--action", "Go", "--data", "@@home");

    assertEquals(0, first.status(), first.errors());
    assertFalse(first.output().equals(second.output()));
    assertTrue(new String(node.bodies.get(0), StandardCharsets.ISO_8859_1).endsWith("@home"));
  }

  @Test
  void unusableWalletsAreNamed() throws IOException {
    Path file = Files.writeString(home.resolve("w.json"), "{\"kty\":\"oct\"}");

    Ended ended = run("send", PID, "--wallet", file.toString());

    assertEquals(1, ended.status());
    assertTrue(ended.errors().contains(file + " is no key of a wallet"), ended.errors());
    assertEquals(List.of(), node.asked);
  }

  @Test
  void evalAsksAgainUntilThereIsAResult() throws IOException {
    Path wallet = wallet();
    node.on("POST /", 202, "{}");
    node.on(RESULT, 202, "{\"message\":\"still at work\"}");
    node.on(RESULT, 200, "{\"Output\":{\"data\":\"4\\u001b[32m2\"},\"Messages\":[]}");

    Ended ended = run("eval", PID, "x", "--wallet", wallet.toString());

    assertEquals(new Ended(0, "42\n", ""), ended);
  }

  @Test
  void evalThatFailsEndsWithOne() throws IOException {
    Path wallet = wallet();
    node.on("POST /", 202, "{}");
    node.on(RESULT, 200, "{\"Error\":\"eval:1: boom\",\"Output\":{},\"Messages\":[]}");

    Ended ended = run("eval", PID, "x", "--wallet", wallet.toString());

    assertEquals(new Ended(1, "", "eval:1: boom\n"), ended);
  }

  @Test
  void resultThatDoesNotComeInTimeIsNotWaitedForForEver() throws IOException {
    Path wallet = wallet();
    node.on("POST /", 202, "{}");
    node.on(RESULT, 202, "{}");

    Ended ended = run("eval", PID, "x", "--wallet", wallet.toString(), "--timeout", "1");

    assertEquals(1, ended.status());
    assertTrue(ended.errors().contains("no result after 1 s"), ended.errors());
    assertTrue(ended.errors().contains("holon trace "), ended.errors());
  }

  private Path wallet() throws IOException {
    Path file = home.resolve("key.json");
    dev.holon.node.keys.KeyFile.write(
        file,
        dev.holon.protocol.Secp256k1Wallet.generate(new java.security.SecureRandom()),
        "test key");
    return file;
  }

  @Test
  void followingGoesOnBehindTheLastResultWhenTheConnectionBreaks() throws IOException {
    node.on("GET /processes/" + PID, 200, process(PID, "null", "4"));
    node.onStream(
        "GET /" + PID + "/results/live?from=5",
        "retry: 1000\n\n" + event(5, "five") + ": \n\n" + event(6, "six") + "event: result\nda");
    node.onStream("GET /" + PID + "/results/live?from=7", event(7, "seven") + event(8, "eight"));

    Ended ended = run("results", PID, "-f", "--limit", "3", "--json");

    List<Integer> slots = new ArrayList<>();
    for (String line : ended.output().split("\n", -1)) {
      if (!line.isEmpty()) {
        slots.add(NodeHttp.JSON.readTree(line).path("slot").asInt());
      }
    }
    assertEquals(List.of(5, 6, 7), slots);
    assertEquals(
        List.of(
            "GET /processes/" + PID,
            "GET /" + PID + "/results/live?from=5 after 4",
            "GET /" + PID + "/results/live?from=7 after 6"),
        node.asked);
  }

  @Test
  void resultsEndAtTheNewestAndLargeOnesAreFetched() {
    node.on("GET /processes/" + PID, 200, process(PID, "null", "1"));
    node.onStream(
        "GET /" + PID + "/results/live?from=0",
        event(0, "zero")
            + "event: result\nid: 1\ndata: {\"slot\":1,\"message\":\""
            + MESSAGE
            + "\",\"timestamp\":0,\"result\":null}\n\n");
    node.on(
        "GET /result/" + MESSAGE + "?process-id=" + PID,
        200,
        "{\"Output\":{\"data\":\"large\"},\"Messages\":[{\"Target\":\"T\",\"Tags\":[{\"name\":\"Action\",\"value\":\"A\"}]}]}");

    Ended ended = run("results", PID);

    assertEquals(
        new Ended(
            0,
            "slot 0  %s  1970-01-01T00:00:00.000Z\n  zero\nslot 1  %s  1970-01-01T00:00:00.000Z\n  large\n  message to T  Action = A\n"
                .formatted(MESSAGE, MESSAGE),
            ""),
        ended);
  }

  private static String event(int slot, String output) {
    return "event: result\nid: %d\ndata: {\"slot\":%d,\"message\":\"%s\",\"timestamp\":0,\"result\":{\"Output\":{\"data\":\"%s\"},\"Messages\":[]}}\n\n"
        .formatted(slot, slot, MESSAGE, output);
  }

  @Test
  void traceIsDrawnAsATree() {
    String leaf =
        "{\"process\":\"%s\",\"slot\":9,\"message\":\"%s\",\"state\":\"failed\",\"error\":\"bad\\nthing\",\"pushes\":[]}"
            .formatted(OTHER, MESSAGE);
    node.on(
        "GET /trace/" + MESSAGE,
        200,
        """
        {"process":"%s","slot":3,"message":"%s","state":"evaluated","evaluationMicros":1250,"gasUsed":4200,
         "output":{"data":"sent"},"pushes":[
          {"index":0,"kind":"message","target":"%s","state":"delivered","children":[%s,
            {"process":"%s","slot":4,"truncated":"depth","next":"/trace/x"}]},
          {"index":1,"kind":"spawn","state":"parked","cause":"why","children":[]}]}
        """
            .formatted(PID, MESSAGE, OTHER, leaf, PID));

    assertEquals(
        """
        %1$s  slot 3  evaluated  1.3 ms  gas 4,200
        │  message %2$s
        │  output: sent
        ├─ message to %3$s  delivered
        │  ├─ %3$s  slot 9  failed
        │  │     message %2$s
        │  │     error: bad\\nthing
        │  └─ %1$s  slot 4  not shown: depth, GET /trace/x
        └─ spawn  parked: why
        """
            .formatted(PID, MESSAGE, OTHER),
        run("trace", MESSAGE).output());
  }

  @Test
  void outboxEntriesAreListedAndChanged() {
    String entry =
        "{\"key\":\"%s/1/0\",\"action\":\"message\",\"target\":\"T\",\"state\":\"parked\",\"cause\":\"a wallet\"}"
            .formatted(PID);
    node.on(
        "GET /outbox?limit=100&state=parked",
        200,
        "{\"entries\":[" + entry + "],\"next\":\"" + PID + "/1/0\"}");
    node.on(
        "GET /outbox?limit=99&state=parked&after=" + PID + "/1/0",
        200,
        "{\"entries\":[],\"next\":null}");
    node.on("POST /outbox/" + PID + "/1/0/retry", 202, entry.replace("parked", "pending"));

    Ended listed = run("outbox", "list", "--state", "parked");
    Ended retried = run("outbox", "retry", PID + "/1/0", "--json");

    assertTrue(
        listed.output().endsWith(PID + "/1/0  message  parked  T       a wallet\n"),
        listed.output());
    assertEquals(entry.replace("parked", "pending") + "\n", retried.output());
  }

  @Test
  void showGathersWhatThereIsOfAProcess() throws IOException {
    node.on("GET /processes/" + PID, 200, process(PID, "null", "3"));
    node.on(
        "GET /crons/" + PID,
        200,
        "{\"crons\":[{\"interval\":\"5-minutes\",\"lastRunMillis\":null}]}");
    for (String state : List.of("pending", "delivered", "refused", "parked")) {
      String[] entries = new String[state.equals("delivered") ? 1_000 : 2];
      Arrays.fill(entries, "{}");
      node.on(
          "GET /outbox?process-id=" + PID + "&state=" + state + "&limit=1000",
          200,
          "{\"entries\":[" + String.join(",", entries) + "]}");
    }

    Ended text = run("show", PID);
    JsonNode json = NodeHttp.JSON.readTree(run("show", PID, "--json").output());

    assertTrue(text.output().contains("\nevaluated slot    3\n"), text.output());
    assertTrue(text.output().contains("\ncron              5-minutes, last run -\n"));
    assertTrue(text.output().contains("\noutbox delivered  1000 or more\n"));
    assertTrue(text.output().endsWith("\noutbox parked     2\n"));
    assertEquals(2, json.path("outbox").path("pending").asInt());
  }
}
