package dev.holon.core.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FingerprintSetTest {
  @Test
  void zeroIsAFingerprintLikeAnyOther() {
    FingerprintSet set = FingerprintSet.of(new long[] {1});
    assertFalse(set.contains(0));

    set.add(0);

    assertTrue(set.contains(0));
  }

  @Property
  void answersAsAHashSetDoes(@ForAll long[] added, @ForAll long[] asked) {
    FingerprintSet set = FingerprintSet.of(new long[0]);
    Set<Long> model = new HashSet<>();
    for (long fingerprint : added) {
      set.add(fingerprint);
      model.add(fingerprint);
    }

    for (long fingerprint : added) {
      assertTrue(set.contains(fingerprint));
    }
    for (long fingerprint : asked) {
      assertEquals(model.contains(fingerprint), set.contains(fingerprint));
    }
  }
}
