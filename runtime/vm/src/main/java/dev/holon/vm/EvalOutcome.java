package dev.holon.vm;

import dev.holon.protocol.Result;
import dev.holon.protocol.Value;

/** How an evaluation ended. Only {@link Completed} changes the state of the process. */
public sealed interface EvalOutcome {

  /** Gas the evaluation used. */
  long gasUsed();

  /** The result to store; for all but {@link Completed} it carries the error. */
  Result toResult();

  /** The module returned; the state is the one after the message. */
  record Completed(Result result) implements EvalOutcome {
    @Override
    public long gasUsed() {
      return result.gasUsed();
    }

    @Override
    public Result toResult() {
      return result;
    }
  }

  /** The process's code failed: an error nobody caught, or a module that returned no result. */
  record Failed(Value error, long gasUsed) implements EvalOutcome {
    @Override
    public Result toResult() {
      return Result.failed(error, gasUsed);
    }
  }

  /** The evaluation used more gas than its limit. */
  record OutOfGas(long gasUsed, long gasMax) implements EvalOutcome {
    @Override
    public Result toResult() {
      return Result.failed(
          Value.Text.of("out of gas: the evaluation needs more than its limit of " + gasMax),
          gasUsed);
    }
  }

  /** The process would hold, or put out, more bytes than its limit. */
  record OutOfMemory(String limit, long bytesMax, long gasUsed) implements EvalOutcome {
    @Override
    public Result toResult() {
      return Result.failed(
          Value.Text.of("out of memory: " + limit + " exceeds its limit of " + bytesMax + " bytes"),
          gasUsed);
    }
  }
}
