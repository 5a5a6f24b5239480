package dev.holon.arweave.client;

/** What a node said to what was posted to it. */
public sealed interface PostReply {
  /** The node has it, now or since before. That is no promise that it will be mined. */
  record Accepted() implements PostReply {}

  /** Its anchor is too old: it can never be mined; sign again with a new one. */
  record Expired(String cause) implements PostReply {}

  /** The node will never take it. */
  record Refused(String cause) implements PostReply {}

  /** No answer, or none for good: posting the same again later is safe. */
  record Unreachable(String cause) implements PostReply {}
}
