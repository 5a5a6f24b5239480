package dev.holon.protocol;

/**
 * A name and a value of a data item. Lists of tags keep their order and their duplicates. Bytes
 * that are not UTF-8 read as U+FFFD; the item keeps the original bytes.
 */
public record Tag(String name, String value) {}
