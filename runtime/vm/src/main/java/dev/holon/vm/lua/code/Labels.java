package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.Heap;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels in scope and the gotos that wait for one, of all functions under way. A break is a
 * goto to a label at the end of its loop, named by the reserved word.
 */
final class Labels {
  private static final int COUNT_MAX = Short.MAX_VALUE;

  private final Lexer lexer;
  private final Heap heap;
  private final Symbol breakName;
  private final List<Entry> labels = new ArrayList<>();
  private final List<Entry> gotos = new ArrayList<>();

  /** A label or a goto: its place and the local variables in scope there. */
  private static final class Entry {
    final Symbol name;
    final int line;
    final int pc;
    int localCount;

    Entry(Symbol name, int line, int pc, int localCount) {
      this.name = name;
      this.line = line;
      this.pc = pc;
      this.localCount = localCount;
    }
  }

  Labels(Lexer lexer, SymbolTable symbols, Heap heap) {
    this.lexer = lexer;
    this.heap = heap;
    this.breakName = symbols.of("break");
  }

  int labelCount() {
    return labels.size();
  }

  int gotoCount() {
    return gotos.size();
  }

  Symbol breakName() {
    return breakName;
  }

  /** Adds a goto, whose jump leads to a label seen before or waits for one. */
  void addGoto(FunctionState function, Symbol name, int line, int jump) throws CompileError {
    Entry entry = new Entry(name, line, jump, function.locals.activeCount());
    ensureRoom(gotos);
    if (!findsLabel(function, entry)) {
      gotos.add(entry);
    }
  }

  /** Refuses a second label of a name in one block. */
  void requireNew(FunctionState function, Symbol name) throws CompileError {
    int first = function.block().firstLabel;
    chargeScan(labels.size() - first);
    for (int i = first; i < labels.size(); i++) {
      if (labels.get(i).name == name) {
        throw lexer.error(
            "label '" + name.text() + "' already defined on line " + labels.get(i).line);
      }
    }
  }

  /** Adds a label at the next instruction and returns its number. */
  int addLabel(FunctionState function, Symbol name, int line) throws CompileError {
    ensureRoom(labels);
    labels.add(new Entry(name, line, function.jumps.mark(), function.locals.activeCount()));
    return labels.size() - 1;
  }

  /**
   * Lets a label at the end of its block count as outside of the scope of the block's variables.
   */
  void moveToBlockEnd(int label, Block block) {
    labels.get(label).localCount = block.outerLocalCount;
  }

  /** Leads the waiting gotos of the current block to a label. */
  void resolveGotos(FunctionState function, int labelNumber) throws CompileError {
    Entry label = labels.get(labelNumber);
    int kept = function.block().firstGoto;
    chargeScan(gotos.size() - kept);
    for (int i = kept; i < gotos.size(); i++) {
      Entry entry = gotos.get(i);
      if (entry.name == label.name) {
        resolve(function, entry, label);
      } else {
        gotos.set(kept++, entry);
      }
    }
    truncate(gotos, kept);
  }

  void addBreakLabel(FunctionState function) throws CompileError {
    ensureRoom(labels);
    labels.add(new Entry(breakName, 0, function.code.size(), function.locals.activeCount()));
    resolveGotos(function, labels.size() - 1);
  }

  /** Forgets the labels of a block that was left. */
  void dropLabels(Block block) {
    truncate(labels, block.firstLabel);
  }

  /** Hands the waiting gotos of a block that was left to the one around it. */
  void moveGotosOut(FunctionState function, Block left) throws CompileError {
    int kept = left.firstGoto;
    for (int i = kept; i < gotos.size(); i++) {
      Entry entry = gotos.get(i);
      heap.spend(1);
      if (entry.localCount > left.outerLocalCount) {
        if (left.hasUpvalue) {
          function.jumps.closeFrom(entry.pc, left.outerLocalCount);
        }
        entry.localCount = left.outerLocalCount;
      }
      if (!findsLabel(function, entry)) {
        gotos.set(kept++, entry);
      }
    }
    truncate(gotos, kept);
  }

  /** Reports a goto of a function's outermost block that found no label. */
  void requireResolved(Block block) throws CompileError {
    if (block.firstGoto < gotos.size()) {
      Entry entry = gotos.get(block.firstGoto);
      throw lexer.error(
          entry.name.isReservedWord()
              ? "<" + entry.name.text() + "> at line " + entry.line + " not inside a loop"
              : "no visible label '" + entry.name.text() + "' for <goto> at line " + entry.line);
    }
  }

  private boolean findsLabel(FunctionState function, Entry entry) throws CompileError {
    Block block = function.block();
    chargeScan(labels.size() - block.firstLabel);
    for (int i = block.firstLabel; i < labels.size(); i++) {
      Entry label = labels.get(i);
      if (label.name == entry.name) {
        if (entry.localCount > label.localCount) {
          function.jumps.closeFrom(entry.pc, label.localCount);
        }
        resolve(function, entry, label);
        return true;
      }
    }
    return false;
  }

  private void resolve(FunctionState function, Entry entry, Entry label) throws CompileError {
    if (entry.localCount < label.localCount) {
      Symbol variable = function.locals.nameOf(entry.localCount);
      throw lexer.error(
          "<goto "
              + entry.name.text()
              + "> at line "
              + entry.line
              + " jumps into the scope of local '"
              + variable.text()
              + "'");
    }
    function.jumps.land(entry.pc, label.pc);
  }

  private void chargeScan(int count) {
    heap.spend(count / Charges.SCANS_PER_GAS);
  }

  private static void ensureRoom(List<Entry> entries) throws CompileError {
    if (entries.size() == COUNT_MAX) {
      throw new CompileError("too many labels/gotos (limit is " + COUNT_MAX + ")");
    }
  }

  private static void truncate(List<Entry> entries, int size) {
    entries.subList(size, entries.size()).clear();
  }
}
