package dev.holon.core.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holon.core.RefusalCode;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Wallet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Id TARGET = Id.of(new byte[32]);

  // A test key.
  private final Wallet wallet =
      Secp256k1Wallet.of(
          new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
            25, 26, 27, 28, 29, 30, 31, 32
          });
  private final Admission admission = new Admission(wallet);

  @Test
  void messageForAProcessIsAdmitted() {
    assertInstanceOf(
        Admission.Verdict.IsMessage.class, judge(TARGET, "Data-Protocol", "ao", "Type", "Message"));
  }

  @Test
  void spawnNamesItsModule() {
    Admission.Verdict verdict =
        judge(
            null,
            "Data-Protocol",
            "ao",
            "Type",
            "Process",
            "Module",
            "m",
            "Scheduler",
            wallet.address().text());

    assertEquals(new Admission.Verdict.IsSpawn("m"), verdict);
  }

  @Test
  void schedulerMayBeNamedByItsEthereumAddress() {
    assertInstanceOf(
        Admission.Verdict.IsSpawn.class,
        judge(
            null,
            "Data-Protocol",
            "ao",
            "Type",
            "Process",
            "Module",
            "m",
            "Scheduler",
            wallet.signerAddress().text()));
  }

  @Test
  void eachFaultHasItsOwnCode() {
    assertRefused(RefusalCode.UNSUPPORTED_TYPE, judge(TARGET, "Data-Protocol", "ao"));
    assertRefused(
        RefusalCode.UNSUPPORTED_TYPE, judge(TARGET, "Data-Protocol", "ao", "Type", "Module"));
    assertRefused(RefusalCode.DATA_PROTOCOL_MISSING, judge(TARGET, "Type", "Message"));
    assertRefused(
        RefusalCode.TARGET_MISSING, judge(null, "Data-Protocol", "ao", "Type", "Message"));
    assertRefused(
        RefusalCode.UNSUPPORTED_VARIANT,
        judge(TARGET, "Data-Protocol", "ao", "Type", "Message", "body+link", "x"));
    assertRefused(
        RefusalCode.MODULE_TAG_MISSING, judge(null, "Data-Protocol", "ao", "Type", "Process"));
    assertRefused(
        RefusalCode.SCHEDULER_TAG_MISSING,
        judge(null, "Data-Protocol", "ao", "Type", "Process", "Module", "m"));
    assertRefused(
        RefusalCode.FOREIGN_SCHEDULER,
        judge(
            null,
            "Data-Protocol",
            "ao",
            "Type",
            "Process",
            "Module",
            "m",
            "Scheduler",
            "somebody else"));
    assertRefused(
        RefusalCode.UNSUPPORTED_VARIANT,
        judge(null, "Data-Protocol", "ao", "Type", "Process", "Variant", "ao.N.1"));
  }

  private static void assertRefused(RefusalCode code, Admission.Verdict verdict) {
    assertEquals(
        code, assertInstanceOf(Admission.Verdict.IsRefused.class, verdict).refusal().code());
  }

  private Admission.Verdict judge(@Nullable Id target, String... namesAndValues) {
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      tags.add(new Tag(namesAndValues[i], namesAndValues[i + 1]));
    }
    DataItem item = new UnsignedItem(target, null, tags, new byte[] {' '}).sign(wallet);
    return admission.judge(item);
  }
}
