package dev.holon.node;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a node with its process, and the process with its node. */
final class RunningNode {
  /** The cluster went on without this node; a supervisor starts it again. */
  static final int EXIT_GIVEN_UP = 3;

  /** The orderly end took too long. */
  private static final int EXIT_LATE = 4;

  private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);

  private RunningNode() {}

  /**
   * Waits for the end of the node or of the process.
   *
   * @param stopWithin how long an orderly end may take; then the process is halted
   * @return the exit code
   */
  static int awaitEnd(AutoCloseable node, CompletionStage<?> ended, Duration stopWithin)
      throws InterruptedException {
    AtomicBoolean isStopping = new AtomicBoolean();
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  isStopping.set(true);
                  haltAfter(stopWithin);
                  close(node);
                  stopped.countDown();
                },
                "holon-stop"));
    CountDownLatch systemEnded = new CountDownLatch(1);
    ended.whenComplete((done, fault) -> systemEnded.countDown());
    systemEnded.await();
    if (isStopping.get()) {
      stopped.await();
      return 0;
    }
    LOG.error("the cluster gave this node up: the process ends, to be started again");
    return EXIT_GIVEN_UP;
  }

  private static void close(AutoCloseable node) {
    try {
      node.close();
    } catch (Exception e) {
      LOG.warn("the node did not end in order", e);
    }
  }

  private static void haltAfter(Duration stopWithin) {
    Thread.ofPlatform()
        .daemon(true)
        .name("holon-halt")
        .start(
            () -> {
              long deadline = System.nanoTime() + stopWithin.toNanos();
              while (System.nanoTime() < deadline) {
                LockSupport.parkNanos(deadline - System.nanoTime());
              }
              Runtime.getRuntime().halt(EXIT_LATE);
            });
  }
}
