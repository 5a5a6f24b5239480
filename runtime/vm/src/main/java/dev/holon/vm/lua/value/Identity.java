package dev.holon.vm.lua.value;

/**
 * A value that equals only itself: tables, functions, coroutines. Its serial places it as a key in
 * a table's hash part, so every class of such values implements this.
 */
public interface Identity {
  /** The creation serial, see {@link Heap#nextSerial()}. */
  int serial();
}
