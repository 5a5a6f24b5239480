package dev.holon.gateway;

import dev.holon.core.scheduler.Admission;
import dev.holon.protocol.Id;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The messenger unit (ao.TN.1, messenger): {@code GET /} and {@code POST /}. An item is answered
 * when its slot is durable; its result is computed and pushed after the answer.
 */
final class MessengerSurface implements Surface {
  private final ItemIntake intake;

  MessengerSurface(ItemIntake intake) {
    this.intake = intake;
  }

  @Override
  public Optional<CompletionStage<HttpResponse>> serve(Call call) {
    if (call.depth() != 0) {
      return Optional.empty();
    }
    if (call.isGet()) {
      return Optional.of(CompletableFuture.completedFuture(Answer.text(200, "ao messenger unit")));
    }
    if (call.isPost()) {
      return Optional.of(
          intake.post(
              call,
              new ItemIntake.Manner(
                  Admission::objectionOfMessenger,
                  entry -> accepted("Processing DataItem", entry.itemId()),
                  entry -> accepted("Processing Assignment", entry.assignmentId()))));
    }
    return Optional.empty();
  }

  private static HttpResponse accepted(String message, Id id) {
    return Answer.json(
        202,
        json -> {
          json.writeStartObject();
          json.writeStringField("message", message);
          json.writeStringField("id", id.toString());
          json.writeEndObject();
        });
  }
}
