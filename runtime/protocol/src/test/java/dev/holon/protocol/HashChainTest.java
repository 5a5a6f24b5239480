package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The vector of ao-protocol.md §2.5, seen on the live network. */
class HashChainTest {
  private static final ProcessId PROCESS =
      ProcessId.parse("BteTHZ9lmep4ERE5ew4pOSlvLmGfy_Ma_uENSXE_Y9I");
  private static final Id ASSIGNMENT_0 = Id.parse("JX7t2_JRxXp56GUs5oyQ6bDJMoCqhElDvby7WeWOx4o");
  private static final Id ASSIGNMENT_1 = Id.parse("1H825Mc21njexw8isu2LW9cCmYZVH4oQhn-ceFKWfu8");

  @Test
  void eachSlotHashesTheAssignmentAndTheChainBeforeIt() {
    Id first = HashChain.first(PROCESS);
    Id second = HashChain.next(ASSIGNMENT_0, first);
    Id third = HashChain.next(ASSIGNMENT_1, second);

    assertEquals("etOHEdbFP9c_iMJn_9OlGztgDMI1bH54kCixDKNs8Ks", first.toString());
    assertEquals("btM4gEEwXQ2n4N9oTTMQIYYGQCW5qfkrkcAJ0xuITac", second.toString());
    assertEquals("T2mFUIg-XCuW0k_Vs5Ibh9aF8pQOZFDKCrcm2Ooj_No", third.toString());
  }
}
