package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.holon.gateway.wire.Json;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code openapi.json} is well formed, describes all routes and no other, and its examples are
 * true: each is sent, in the order of the document, to a node that is {@link ExampleWorld}. The
 * examples of one name belong together: those of parameters and body are a request, that of a
 * response is its answer.
 */
@Timeout(60)
class OpenApiTest {
  /** What depends on the connections of the test itself. */
  private static final Set<String> VARYING = Set.of("connections", "inFlight");

  private static String text;
  private static JsonNode document;

  @BeforeAll
  static void read() throws IOException {
    try (ExampleWorld world = new ExampleWorld()) {
      text = world.node.get("/openapi.json").text();
      document = Json.MAPPER.readTree(text);
    }
  }

  @Test
  void documentIsOpenApi31() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(text, null, options);

    assertEquals(List.of(), parsed.getMessages());
    assertEquals(SpecVersion.V31, parsed.getOpenAPI().getSpecVersion());
    assertEquals("3.1.0", parsed.getOpenAPI().getOpenapi());
  }

  @Test
  void parserFindsFaults() {
    SwaggerParseResult parsed =
        new OpenAPIV3Parser()
            .readContents(text.replace("\"responses\"", "\"answers\""), null, new ParseOptions());

    assertTrue(!parsed.getMessages().isEmpty(), "the parser takes anything");
  }

  @Test
  void documentAndNodeHaveTheSameRoutes() {
    Set<String> documented = new TreeSet<>();
    Set<String> operationIds = new TreeSet<>();
    int count = 0;
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        documented.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
        operationIds.add(operation.getValue().path("operationId").asText());
        count++;
      }
    }
    try (ExampleWorld world = new ExampleWorld()) {
      assertEquals(new TreeSet<>(world.node.server().routes().documented()), documented);
    }
    assertEquals(count, operationIds.size());
  }

  @Test
  void examplesAreTrue() throws IOException {
    List<String> faults = new ArrayList<>();
    int executed = 0;
    try (ExampleWorld world = new ExampleWorld()) {
      for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
        for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
          if (operation.getValue().path("operationId").asText().equals("openApi")) {
            continue;
          }
          for (String name : exampleNames(operation.getValue())) {
            Example example =
                new Example(
                    operation.getKey().toUpperCase(Locale.ROOT),
                    path.getKey(),
                    operation.getValue(),
                    name);
            example.fault(world.node).ifPresent(faults::add);
            executed++;
          }
        }
      }
    }
    assertEquals(List.of(), faults);
    assertTrue(executed > 70, "examples were executed: " + executed);
  }

  private static Set<String> exampleNames(JsonNode operation) {
    Set<String> names = new LinkedHashSet<>();
    operation
        .path("parameters")
        .forEach(parameter -> parameter.path("examples").fieldNames().forEachRemaining(names::add));
    operation
        .path("requestBody")
        .path("content")
        .forEach(media -> media.path("examples").fieldNames().forEachRemaining(names::add));
    return names.isEmpty() ? Set.of("ok") : names;
  }

  /**
   * What came back.
   *
   * @param base64url of the bytes; empty for a stream
   */
  private record Answer(int status, String contentType, String body, String base64url) {}

  /** The examples of one name of one operation. */
  private record Example(String method, String path, JsonNode operation, String name) {

    Optional<String> fault(TestNode node) throws IOException {
      Answer answer = send(node);
      String what = method + " " + path + " '" + name + "' answered " + answer.status() + ": ";
      JsonNode response = operation.path("responses").path(Integer.toString(answer.status()));
      if (response.isMissingNode()) {
        return Optional.of(what + "a status that is not documented: " + answer.body());
      }
      if (answer.body().isEmpty()) {
        boolean isExpected = response.path("x-empty").toString().contains('"' + name + '"');
        return isExpected ? Optional.empty() : Optional.of(what + "nothing");
      }
      for (Map.Entry<String, JsonNode> media : response.path("content").properties()) {
        JsonNode bytes = media.getValue().path("examples").path(name).path("x-base64url");
        if (!bytes.isMissingNode()) {
          return bytes.asText().equals(answer.base64url())
              ? Optional.empty()
              : Optional.of(what + answer.base64url());
        }
        JsonNode example = media.getValue().path("examples").path(name).path("value");
        if (!example.isMissingNode() && answer.contentType().startsWith(base(media.getKey()))) {
          return compare(media.getValue().path("schema"), example, answer)
              .map(fault -> what + fault);
        }
      }
      return Optional.of(what + "no example for " + answer.contentType() + " " + answer.body());
    }

    private static String base(String mediaType) {
      return mediaType.split(";", -1)[0];
    }

    private static Optional<String> compare(JsonNode schema, JsonNode example, Answer answer)
        throws IOException {
      if (!answer.contentType().startsWith("application/json")) {
        return example.asText().equals(answer.body())
            ? Optional.empty()
            : Optional.of(answer.body() + " where the document has " + example.asText());
      }
      List<Error> errors = schemaOf(schema).validate(answer.body(), InputFormat.JSON);
      if (!errors.isEmpty()) {
        return Optional.of("not as its schema says: " + errors);
      }
      JsonNode actual = withoutVarying(Json.MAPPER.readTree(answer.body()));
      return withoutVarying(example).equals(actual)
          ? Optional.empty()
          : Optional.of(actual + " where the document has " + example);
    }

    private static JsonNode withoutVarying(JsonNode json) {
      return json instanceof ObjectNode object ? object.deepCopy().without(VARYING) : json;
    }

    private static Schema schemaOf(JsonNode schema) {
      ObjectNode whole = schema.deepCopy();
      whole.set("components", document.path("components"));
      return SchemaRegistry.withDefaultDialect(Dialects.getOpenApi31())
          .getSchema(whole.toString(), InputFormat.JSON);
    }

    private Answer send(TestNode node) throws IOException {
      String target = path;
      StringBuilder query = new StringBuilder();
      URI base = URI.create("http://127.0.0.1:" + node.address.getPort());
      List<String[]> headers = new ArrayList<>();
      for (JsonNode parameter : operation.path("parameters")) {
        JsonNode value = parameter.path("examples").path(name).path("value");
        String key = parameter.path("name").asText();
        if (value.isMissingNode()) {
          continue;
        }
        String encoded = URLEncoder.encode(value.asText(), StandardCharsets.UTF_8);
        switch (parameter.path("in").asText()) {
          case "path" -> target = target.replace("{" + key + "}", encoded);
          case "query" ->
              query.append(query.isEmpty() ? "?" : "&").append(key).append('=').append(encoded);
          default -> headers.add(new String[] {key, value.asText()});
        }
      }
      HttpURLConnection connection =
          (HttpURLConnection) base.resolve(target + query).toURL().openConnection();
      connection.setRequestMethod(method);
      connection.setReadTimeout(20_000);
      headers.forEach(header -> connection.setRequestProperty(header[0], header[1]));
      sendBody(connection);
      return receive(connection);
    }

    private void sendBody(HttpURLConnection connection) throws IOException {
      for (Map.Entry<String, JsonNode> media :
          operation.path("requestBody").path("content").properties()) {
        JsonNode example = media.getValue().path("examples").path(name);
        if (example.isMissingNode()) {
          continue;
        }
        byte[] body =
            example.has("x-base64url")
                ? Base64.getUrlDecoder().decode(example.path("x-base64url").asText())
                : Json.MAPPER.writeValueAsBytes(example.path("value"));
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", media.getKey());
        connection.getOutputStream().write(body);
      }
    }

    private static Answer receive(HttpURLConnection connection) throws IOException {
      int status = connection.getResponseCode();
      String contentType = String.valueOf(connection.getContentType());
      if (contentType.startsWith("text/event-stream")) {
        return new Answer(status, contentType, twoEvents(connection), "");
      }
      try (var stream = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
        byte[] bytes = stream == null ? new byte[0] : stream.readAllBytes();
        return new Answer(
            status,
            contentType,
            new String(bytes, StandardCharsets.UTF_8),
            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      }
    }

    /** The preamble and the first event of a stream that does not end. */
    private static String twoEvents(HttpURLConnection connection) throws IOException {
      StringBuilder read = new StringBuilder();
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
        for (int blanks = 0; blanks < 2; ) {
          String line = reader.readLine();
          read.append(line).append('\n');
          blanks += line == null || line.isEmpty() ? 1 : 0;
        }
      }
      connection.disconnect();
      return read.toString();
    }
  }
}
