package dev.holon.vm.lua.machine;

/**
 * The form of a checkpoint. One state has one form: objects are numbered in the order of {@link
 * Reach}, numbers have the shortest form. A number is a varint of seven bits a byte, least
 * significant first; a signed one is zigzag.
 *
 * <pre>
 * magic "HLC", version
 * serialLast, bytesUsed, bytesLive, 4 x 8 bytes of random state
 * counts of: units, texts, natives, tables, closures, capturing natives, variables, coroutines
 * units       0 and the hash of the module's own, or 1, name, text
 * texts       length and bytes
 * natives     their names: length and bytes
 * shells      tables:     serial
 *             closures:   serial, unit, function in the unit
 *             capturing:  serial, native, values
 *             coroutines: serial, status, frames
 * contents    tables:     count and array part; count and nodes as key, value, link, and last free
 *                         if there are any; metatable or 0
 *             closures:   their variables
 *             capturing:  values
 *             coroutines: function; frames from top to bottom, each: kind; of Lua functions the
 *                         closure and whether it is a tail call; pc, top, base; result mode,
 *                         register, signed count; count and registers; count and variadic
 *                         arguments; subject; count and open variables, each with its register
 *             variables:  0 and a value when closed, 1 when a frame has it
 * roots       globals, registry, metatable of texts or 0, main coroutine or 0
 * CRC-32C of all before, 4 bytes
 * </pre>
 *
 * <p>A value is a varint whose low four bits are the kind and whose rest is the object's number; an
 * integer (signed varint) or a float (8 bytes) follows its kind. Numbers in registers have one form
 * wherever they lie, so that it does not matter which tier left them.
 */
final class CheckpointFormat {
  static final int MAGIC = ('H' << 16) | ('L' << 8) | 'C';
  static final int VERSION = 1;

  static final int NIL = 0;
  static final int FALSE = 1;
  static final int TRUE = 2;
  static final int INTEGER = 3;
  static final int FLOAT = 4;
  static final int TEXT = 5;
  static final int TABLE = 6;
  static final int CLOSURE = 7;
  static final int NATIVE = 8;
  static final int CAPTURING = 9;
  static final int COROUTINE = 10;

  static final int KIND_BITS = 4;
  static final int RANDOM_WORDS = 4;
  static final int CHECKSUM_BYTES = 4;

  private CheckpointFormat() {}
}
