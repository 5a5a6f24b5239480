package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;

/** What all functions of a chunk share while it is compiled. */
final class Compilation {
  final Heap heap;
  final ByteString chunkName;
  final SymbolTable symbols;
  final Lexer lexer;
  final Labels labels;

  /** The name of the variable that holds the globals. */
  final Symbol environment;

  private int functionCount;

  Compilation(byte[] source, ByteString chunkName, Heap heap) {
    this.heap = heap;
    this.chunkName = ChunkName.untilZero(chunkName);
    this.symbols = new SymbolTable(heap);
    SourceCursor cursor = new SourceCursor(source, heap);
    this.lexer = new Lexer(cursor, symbols, new Diagnostics(chunkName, cursor, heap));
    this.labels = new Labels(lexer, symbols, heap);
    this.environment = symbols.of("_ENV");
  }

  int nextFunctionIndex() {
    return functionCount++;
  }
}
