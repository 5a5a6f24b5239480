package dev.holon.gateway.graphql;

import dev.holon.core.record.RecordStore;
import dev.holon.core.scheduler.ScheduleStore;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.analysis.FieldComplexityEnvironment;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.parser.ParserOptions;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Executes GraphQL queries, bounded in size, depth and number of fields. Thread-safe. */
public final class GraphqlEngine {
  private static final String SCHEMA = "gateway.graphqls";
  private static final Set<String> LISTINGS = Set.of("transactions", "blocks");

  private final GraphQL graphql;

  /**
   * Answers from these stores.
   *
   * @param currentHeight height of the newest block
   * @param blockTimestampMillis when the block of a height was made
   */
  public GraphqlEngine(
      RecordStore records,
      ScheduleStore schedule,
      LongSupplier currentHeight,
      LongUnaryOperator blockTimestampMillis) {
    TransactionQueries transactions = new TransactionQueries(records, schedule);
    BlockQueries blocks = new BlockQueries(currentHeight, blockTimestampMillis);
    RuntimeWiring wiring =
        RuntimeWiring.newRuntimeWiring()
            .type(
                "Query",
                query ->
                    query
                        .dataFetcher(
                            "transaction", field -> transactions.transaction(field.getArguments()))
                        .dataFetcher(
                            "transactions",
                            field -> transactions.transactions(field.getArguments()))
                        .dataFetcher("block", field -> blocks.block(field.getArguments()))
                        .dataFetcher("blocks", field -> blocks.blocks(field.getArguments())))
            .build();
    DataFetcherExceptionHandler failures = new FetchFailures();
    this.graphql =
        GraphQL.newGraphQL(schema(wiring))
            .defaultDataFetcherExceptionHandler(failures)
            .instrumentation(
                new ChainedInstrumentation(
                    new MaxQueryComplexityInstrumentation(
                        GraphqlLimits.COMPLEXITY_MAX, GraphqlEngine::cost),
                    new MaxQueryDepthInstrumentation(GraphqlLimits.DEPTH_MAX)))
            .build();
  }

  private static int cost(FieldComplexityEnvironment field, int costOfChildren) {
    return costOfChildren
        + (LISTINGS.contains(field.getField().getName()) ? GraphqlLimits.LISTING_COST : 1);
  }

  private static GraphQLSchema schema(RuntimeWiring wiring) {
    try (InputStream resource =
        Objects.requireNonNull(GraphqlEngine.class.getResourceAsStream(SCHEMA), SCHEMA)) {
      InputStreamReader text = new InputStreamReader(resource, StandardCharsets.UTF_8);
      return new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(text), wiring);
    } catch (IOException e) {
      throw new UncheckedIOException("the schema cannot be read", e);
    }
  }

  /** A query as clients send it. */
  public record Request(
      String query, @Nullable String operationName, Map<String, Object> variables) {}

  /**
   * The answer's {@code data} and {@code errors}, ready to be written as JSON. Blocks on the
   * stores.
   */
  public Map<String, Object> execute(Request request) {
    ParserOptions bounds =
        ParserOptions.newParserOptions()
            .maxCharacters(GraphqlLimits.QUERY_CHARACTERS_MAX)
            .maxTokens(GraphqlLimits.QUERY_TOKENS_MAX)
            .build();
    ExecutionInput input =
        ExecutionInput.newExecutionInput()
            .query(request.query())
            .operationName(request.operationName())
            .variables(request.variables())
            .graphQLContext(context -> context.put(ParserOptions.class, bounds))
            .build();
    return graphql.execute(input).toSpecification();
  }
}
