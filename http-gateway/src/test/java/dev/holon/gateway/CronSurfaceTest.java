package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.StoredResult;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Value;
import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Slot n is at 1,700,000,000,000 + 1,000 n ms. */
class CronSurfaceTest {
  private static final long ORIGIN = MemoryUnits.FIRST_TIMESTAMP;
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void cronListsTicksOnlyAscendingWithTheirNamesInTheCursors() {
    ProcessId process = ticking("a");

    JsonNode page = node.get("/cron/" + process).json();

    assertEquals(List.of("one", "two", "three"), outputs(page));
    assertFalse(page.path("pageInfo").path("hasNextPage").asBoolean());
    assertEquals(
        "{\"timestamp\":1700000000300,\"ordinate\":\"0\",\"cron\":\"0-1-second\",\"sort\":\"ASC\"}",
        decoded(page.path("edges").get(0)));
  }

  @Test
  void pagesGoOnBehindACursorAndEndAtOne() throws Exception {
    ProcessId process = ticking("b");

    JsonNode first = node.get("/cu/cron/" + process + "?limit=1").json();
    String cursor = cursor(first.path("edges").get(0));
    JsonNode rest = node.get("/cu/cron/" + process + "?from=" + cursor).json();
    JsonNode second = node.get("/cron/" + process + "?limit=1&from=" + cursor).json();
    String secondCursor = cursor(second.path("edges").get(0));
    JsonNode upTo = node.get("/cron/" + process + "?to=" + secondCursor).json();

    assertTrue(first.path("pageInfo").path("hasNextPage").asBoolean());
    assertEquals(List.of("one"), outputs(first));
    assertEquals(List.of("two", "three"), outputs(rest));
    assertEquals(List.of("two"), outputs(second));
    assertEquals(List.of("one", "two"), outputs(upTo));
  }

  @Test
  void timesBoundTicksInclusively() {
    ProcessId process = ticking("c");

    assertEquals(
        List.of("two", "three"),
        outputs(node.get("/cron/" + process + "?from=" + (ORIGIN + 600)).json()));
    assertEquals(
        List.of("three"), outputs(node.get("/cron/" + process + "?from=" + (ORIGIN + 601)).json()));
    assertEquals(
        List.of("one", "two"),
        outputs(node.get("/cron/" + process + "?to=" + (ORIGIN + 600)).json()));
  }

  @Test
  void resultsShowSlotsAndTicksInTheOrderOfTheirEvaluation() throws Exception {
    ProcessId process = ticking("d");

    JsonNode all = node.get("/results/" + process).json();
    // The failed tick counts, and is left out.
    JsonNode backwards = node.get("/results/" + process + "?sort=DESC&limit=3").json();
    String tick = cursor(all.path("edges").get(1));
    JsonNode behindTick = node.get("/results/" + process + "?from=" + tick).json();
    String slot = cursor(all.path("edges").get(0));
    JsonNode behindSlot = node.get("/results/" + process + "?limit=1&from=" + slot).json();

    assertEquals(List.of(" ", "one", "two", "message", "three"), outputs(all));
    assertEquals(List.of("three", "message"), outputs(backwards));
    assertEquals(List.of("two", "message", "three"), outputs(behindTick));
    assertEquals(List.of("one"), outputs(behindSlot));
    assertEquals(
        List.of("two", "message"),
        outputs(
            node.get("/results/" + process + "?from=" + (ORIGIN + 301) + "&to=" + (ORIGIN + 1_000))
                .json()));
  }

  @Test
  void resultOfASlotIsItsMessagesNotATicks() {
    ProcessId process = ticking("e");

    JsonNode result = node.get("/result/" + process + "?process-id=" + process).json();

    assertEquals(" ", result.path("Output").asText());
  }

  @Test
  void unknownProcessIsNotFound() {
    ProcessId nobody = new ProcessId(Id.of(new byte[32]));

    assertEquals(404, node.get("/cron/" + nobody).status());
    assertEquals(404, node.get("/crons/" + nobody).status());
    assertEquals(400, node.get("/cron/" + nobody + "?limit=0").status());
  }

  @Test
  void cronsShowLastAndNextRunAndLag() {
    ProcessId process = ticking("f");

    JsonNode report = node.get("/crons/" + process).json();

    JsonNode block = report.path("crons").get(0);
    JsonNode time = report.path("crons").get(1);
    assertEquals("0-2-blocks", block.path("cron").asText());
    assertTrue(block.path("nextRunMillis").isNull());
    long height = block.path("nextRunHeight").asLong();
    assertTrue(height > ORIGIN / 60_000 && (height - MemoryUnits.HEIGHT) % 2 == 0);
    assertEquals("0-1-second", time.path("cron").asText());
    assertEquals("Tick", time.path("tags").get(0).path("value").asText());
    assertEquals(ORIGIN + 1_500, time.path("lastRunMillis").asLong());
    // Slot 1 lies at the second 1; its milliseconds are 0.
    assertEquals(ORIGIN + 2_000, time.path("nextRunMillis").asLong() / 1_000 * 1_000);
    assertEquals(
        TestNode.NOW.toEpochMilli() - time.path("nextRunMillis").asLong(),
        report.path("lagMillis").asLong());
    assertFalse(report.path("isMonitored").asBoolean());
  }

  /** Slot 0, ticks at +300 and +600 ms, slot 1, a tick at +1,500 ms; one tick has failed. */
  private static ProcessId ticking(String name) {
    ProcessId process =
        node.spawned(
            name,
            new Tag("Cron-Interval", "1-second"),
            new Tag("Cron-Tag-Action", "Tick"),
            new Tag("Cron-Interval", "2-blocks"));
    tick(process, 0, 1, 300, "one");
    tick(process, 0, 2, 600, "two");
    node.scheduled(TestNode.message(process, "message"));
    tick(process, 1, 1, 1_500, "three");
    Result failed = Result.failed(Value.Text.of("boom"), 1);
    store(process, new ResultPlace(1, 2), 1_600, failed, "0-2-blocks");
    return process;
  }

  private static void tick(ProcessId process, long slot, long step, long millis, String output) {
    Result result = new Result(List.of(), List.of(), List.of(), Value.Text.of(output), 1, null);
    store(process, new ResultPlace(slot, step), millis, result, "0-1-second");
  }

  private static void store(
      ProcessId process, ResultPlace place, long millis, Result result, String cron) {
    node.results
        .append(
            new StoredResult(process, place, cron, ORIGIN + millis, result, process.id()),
            List.of())
        .toCompletableFuture()
        .join();
  }

  private static List<String> outputs(JsonNode page) {
    List<String> outputs = new ArrayList<>();
    page.path("edges").forEach(edge -> outputs.add(edge.path("node").path("Output").asText()));
    return outputs;
  }

  private static String cursor(JsonNode edge) throws UnsupportedEncodingException {
    return URLEncoder.encode(edge.path("cursor").asText(), StandardCharsets.UTF_8);
  }

  private static String decoded(JsonNode edge) {
    return new String(
        Base64.getDecoder().decode(edge.path("cursor").asText()), StandardCharsets.UTF_8);
  }
}
