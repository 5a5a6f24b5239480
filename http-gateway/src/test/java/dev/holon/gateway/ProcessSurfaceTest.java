package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessSurfaceTest {

  @Test
  void processesArePagedInTheOrderOfTheirIds() {
    try (TestNode node = TestNode.start()) {
      List<String> spawned = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        spawned.add(node.spawned("paged " + i).toString());
      }

      List<String> found = new ArrayList<>();
      JsonNode page = node.get("/processes?limit=2").json();
      int pages = 1;
      while (!page.path("next").isNull()) {
        page.path("processes").forEach(each -> found.add(each.path("process").asText()));
        page = node.get("/processes?limit=2&after=" + page.path("next").asText()).json();
        pages++;
      }
      page.path("processes").forEach(each -> found.add(each.path("process").asText()));

      assertEquals(
          spawned.stream().map(ProcessId::parse).sorted().map(ProcessId::toString).toList(), found);
      assertEquals(3, pages);
    }
  }

  @Test
  void largeSpawnItemsEndAPageEarly() {
    try (TestNode node = TestNode.start()) {
      for (int i = 0; i < 3; i++) {
        node.scheduled(TestNode.processWithData("large " + i, new byte[5 << 20]));
      }

      JsonNode first = node.get("/processes").json();
      JsonNode second = node.get("/processes?after=" + first.path("next").asText()).json();

      assertEquals(2, first.path("processes").size());
      assertEquals(1, second.path("processes").size());
      assertTrue(second.path("next").isNull());
    }
  }

  @Test
  void processShowsHowFarItIs() {
    try (TestNode node = TestNode.start()) {
      ProcessId process = node.spawned("shown");
      node.scheduled(TestNode.message(process, "1 + 1"));

      JsonNode shown = node.get("/processes/" + process).json();

      assertEquals("shown", shown.path("name").asText());
      assertEquals(TestNode.USER.signerAddress().text(), shown.path("owner").asText());
      assertEquals(1, shown.path("slot").asInt());
      assertEquals(1, shown.path("evaluatedSlot").asInt());
      assertEquals("Name", shown.path("tags").path(0).path("name").asText());
    }
  }

  @Test
  void wrongQuestionsAreRefused() {
    try (TestNode node = TestNode.start()) {
      assertEquals(400, node.get("/processes?limit=0").status());
      assertEquals(400, node.get("/processes?after=short").status());
      assertEquals(400, node.get("/processes/short").status());
      assertEquals(404, node.get("/processes/" + "A".repeat(43)).status());
    }
  }
}
