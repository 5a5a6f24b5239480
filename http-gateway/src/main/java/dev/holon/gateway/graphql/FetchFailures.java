package dev.holon.gateway.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.GraphqlErrorException;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells clients what they did wrong, and of the node's own failures only that there was one. */
final class FetchFailures implements DataFetcherExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FetchFailures.class);

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters parameters) {
    Throwable failure = parameters.getException();
    String message;
    if (failure instanceof GraphqlErrorException refused) {
      message = refused.getMessage();
    } else {
      LOG.error("unexpected failure of a GraphQL field", failure);
      message = "internal error";
    }
    GraphQLError error =
        GraphqlErrorBuilder.newError()
            .message("%s", message)
            .location(parameters.getSourceLocation())
            .path(parameters.getPath())
            .build();
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult(error).build());
  }
}
