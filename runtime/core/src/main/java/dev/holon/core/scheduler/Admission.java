package dev.holon.core.scheduler;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Wallet;
import java.util.List;
import java.util.Optional;

/**
 * What a data item must say of itself before it may have a slot (ao.TN.1, scheduler, {@code POST
 * /}). Signature and size have been checked before. Stateless and thread-safe.
 */
public final class Admission {
  private static final String HYPERBEAM_VARIANT = "ao.N.1";

  private final Wallet scheduler;

  public Admission(Wallet scheduler) {
    this.scheduler = scheduler;
  }

  /** The kind of item, or why it is refused. */
  public sealed interface Verdict {
    /** A message for the process in its target. */
    record IsMessage() implements Verdict {}

    /** The spawn item of a process that runs this module. */
    record IsSpawn(String module) implements Verdict {}

    /** Nothing the scheduler takes. */
    record IsRefused(Refusal refusal) implements Verdict {}
  }

  /** Judges an item by its tags and target. */
  public Verdict judge(DataItem item) {
    List<Tag> tags = item.tags();
    Optional<String> type = Tag.first(tags, "Type").or(() -> Tag.first(tags, "type"));
    if (type.isEmpty()) {
      return refuse(
          RefusalCode.UNSUPPORTED_TYPE, "Type tag not present: expected Message or Process");
    }
    if (Tag.first(tags, "Data-Protocol").isEmpty() && Tag.first(tags, "data-protocol").isEmpty()) {
      return refuse(
          RefusalCode.DATA_PROTOCOL_MISSING, "the tag Data-Protocol is missing: expected ao");
    }
    for (Tag tag : tags) {
      // ao.TN.1 §1.7: links are HyperBEAM's; the legacy scheduler refuses them.
      if (tag.name().endsWith("+link")) {
        return refuse(
            RefusalCode.UNSUPPORTED_VARIANT,
            "the tag " + tag.name() + " is a link, which ao.TN.1 has not");
      }
    }
    return switch (type.get()) {
      case "Message" -> judgeMessage(item);
      case "Process" -> judgeSpawn(tags);
      default ->
          refuse(
              RefusalCode.UNSUPPORTED_TYPE,
              "Unsupported Type tag value " + type.get() + ": expected Message or Process");
    };
  }

  /**
   * What a messenger asks beyond that (ao.TN.1 §0.2, §3.1): the tags by their exact names, and the
   * protocol by its value. Empty when there is nothing to object to.
   */
  public static Optional<Refusal> objectionOfMessenger(DataItem item) {
    List<Tag> tags = item.tags();
    if (Tag.first(tags, "Type").isEmpty()) {
      return Optional.of(
          new Refusal(
              RefusalCode.UNSUPPORTED_TYPE, "Type tag not present: expected Message or Process"));
    }
    if (!tags.contains(new Tag("Data-Protocol", "ao"))) {
      return Optional.of(
          new Refusal(RefusalCode.DATA_PROTOCOL_MISSING, "no tag Data-Protocol is ao"));
    }
    return Optional.empty();
  }

  private static Verdict judgeMessage(DataItem item) {
    if (item.target().isEmpty()) {
      return refuse(RefusalCode.TARGET_MISSING, "a message needs a target: the id of a process");
    }
    return new Verdict.IsMessage();
  }

  private Verdict judgeSpawn(List<Tag> tags) {
    Optional<String> variant = Tag.first(tags, "Variant");
    if (variant.isPresent() && variant.get().equals(HYPERBEAM_VARIANT)) {
      return refuse(
          RefusalCode.UNSUPPORTED_VARIANT,
          "the tag Variant is ao.N.1: this scheduler serves ao.TN.1");
    }
    Optional<String> module = Tag.first(tags, "Module");
    if (module.isEmpty()) {
      return refuse(
          RefusalCode.MODULE_TAG_MISSING, "the tag Module is missing: expected a module's id");
    }
    Optional<String> named = Tag.first(tags, "Scheduler");
    if (named.isEmpty()) {
      return refuse(
          RefusalCode.SCHEDULER_TAG_MISSING,
          "the tag Scheduler is missing: expected " + scheduler.address());
    }
    if (!isOwnAddress(named.get())) {
      return refuse(
          RefusalCode.FOREIGN_SCHEDULER,
          "the tag Scheduler is " + named.get() + ": this scheduler is " + scheduler.address());
    }
    // ao.TN.1 §1.2: Data, or the id of a transaction, which a node without a gateway cannot fetch.
    Optional<String> onBoot = Tag.first(tags, "On-Boot");
    if (onBoot.isPresent() && !onBoot.get().equals("Data")) {
      return refuse(
          RefusalCode.UNSUPPORTED_ON_BOOT,
          "the tag On-Boot is " + onBoot.get() + ": this node boots from Data only");
    }
    return new Verdict.IsSpawn(module.get());
  }

  /** Whether a process that names this scheduler is one of ours. */
  public boolean isOwnAddress(String address) {
    return address.equals(scheduler.address().text())
        || address.equalsIgnoreCase(scheduler.signerAddress().text());
  }

  private static Verdict refuse(RefusalCode code, String message) {
    return new Verdict.IsRefused(new Refusal(code, message));
  }
}
