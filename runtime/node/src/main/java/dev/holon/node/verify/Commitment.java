package dev.holon.node.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.client.NodeHttp;
import dev.holon.node.log.LogSource;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Verifier;
import java.util.Base64;
import java.util.OptionalLong;

/**
 * What a node says the results up to a slot are, over its signature.
 *
 * @param signer address of the wallet that signed it
 */
record Commitment(long slot, Id resultHash, String signer) {

  /**
   * Asks a node.
   *
   * @param slot absent for the newest that the node has evaluated
   * @throws LogSource.UnreadableException when the answer is no signed commitment to what was asked
   * @throws ClientFailure when there is no answer, or the node has no result of that slot
   */
  static Commitment ask(NodeHttp node, ProcessId process, OptionalLong slot, Verifier verifier)
      throws ClientFailure, LogSource.UnreadableException {
    String query = slot.isPresent() ? "?slot=" + slot.getAsLong() : "";
    JsonNode answer = node.again().get("/" + process + "/commitment" + query);
    try {
      DataItem item =
          DataItem.parseStored(Base64.getUrlDecoder().decode(answer.path("item").asText()));
      verifier.verify(item);
      Commitment commitment =
          new Commitment(
              Long.parseLong(item.tag("Nonce").orElse("")),
              Id.parse(item.tag("Result-Hash").orElse("")),
              item.ownerAddress().text());
      boolean isOfProcess = item.tag("Process").orElse("").equals(process.toString());
      boolean isOfSlot = slot.isEmpty() || slot.getAsLong() == commitment.slot();
      if (!isOfProcess || !isOfSlot || !item.tag("Type").orElse("").equals("Commitment")) {
        throw new LogSource.UnreadableException(
            node.base() + " answers with a commitment to something else");
      }
      return commitment;
    } catch (ItemException | IllegalArgumentException e) {
      throw new LogSource.UnreadableException(
          node.base() + " answers with no signed commitment: " + e.getMessage(), e);
    }
  }
}
