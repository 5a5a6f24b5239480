package dev.holon.vm.lua.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.vm.lua.code.CompileError;
import dev.holon.vm.lua.library.Libraries;
import dev.holon.vm.lua.machine.Checkpoint;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaValue;

class RollbackTest {
  private static final String STATE =
      """
      local shared = 1
      set = function(v) shared = v end
      get = function() return shared end
      meta = {__index = {x = 1}}
      object = setmetatable({}, meta)
      list = {1, 2, 3, {4}}
      gmatch = ('a b c d e f'):gmatch('%a')
      co = coroutine.create(function(a)
        local n = a
        setn = function(v) n = v end
        pcall(function() while true do n = n + coroutine.yield(n) end end)
        coroutine.yield('left')
      end)
      coroutine.resume(co, 1)
      big = {} for i = 1, SIZE do big[i] = i big['k' .. i] = {i} end
      """;

  private final Heap heap = new Heap();
  private final LuaState state = new LuaState(heap);

  private RollbackTest stateOf(int size) {
    heap.setLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    Libraries.open(state);
    run(STATE.replace("SIZE", Integer.toString(size)));
    return this;
  }

  private void run(String code) {
    try {
      byte[] source = code.getBytes(StandardCharsets.UTF_8);
      state.call(state.load(source, ByteString.of("=test"), state.globals()), new LuaValue[0]);
    } catch (CompileError e) {
      throw new AssertionError(e);
    }
  }

  private byte[] bytes() {
    return Checkpoint.toBytes(state, null);
  }

  private int undoCountOf(String code) {
    byte[] before = bytes();
    heap.begin();
    run(code);
    int count = heap.undoCount();
    heap.rollback();
    state.reset();

    assertArrayEquals(before, bytes());
    return count;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list = nil new = 1",
        "set(2) set(get() + 1)",
        "setmetatable(object, nil)",
        "meta.__index = nil meta.__newindex = rawset object.y = 2",
        "list[1] = 5 list[#list + 1] = 6 list[4][1] = nil list.x = 1",
        "for i = 1, 1000 do list[i] = i end",
        "gmatch() gmatch()",
        "math.random() math.randomseed(5)",
        "coroutine.resume(co, 5)",
        "coroutine.resume(co, 5) setn(100) coroutine.resume(co, 5)",
        "setn(100)",
        "setn(100) setn(7) coroutine.resume(co, 5) setn(8)",
        "coroutine.resume(co, {}) coroutine.resume(co) coroutine.resume(co)",
        "big = nil",
        "for k in pairs(big) do big[k] = nil end",
        "for i = 1, 100 do big[i] = {} end",
        "string.rep = nil _G.x = _G",
        "return coroutine.running()",
        "local t = setmetatable({}, {__index = function(_, k) set(k) return k end}) return t.x"
      })
  void everythingIsAsBefore(String code) {
    int count = stateOf(200).undoCountOf(code);

    assertTrue(count > 0, "nothing was logged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set(2) list[1] = 7 meta.x = 1",
        "big[5] = 6 big.k7 = nil",
        "coroutine.resume(co, 5) gmatch() math.random()"
      })
  void undoingCostsWhatWasChangedWhateverTheStateHolds(String code) {
    int small = new RollbackTest().stateOf(100).undoCountOf(code);
    int large = new RollbackTest().stateOf(100_000).undoCountOf(code);

    assertEquals(small, large);
  }

  @Test
  void committedMessageIsKept() {
    stateOf(10);
    byte[] before = bytes();

    heap.begin();
    run("set(2)");
    heap.commit();

    assertFalse(Arrays.equals(before, bytes()));
  }

  @Test
  void slotWrittenManyTimesHoldsOneOldValueAfterACollection() {
    stateOf(2_000);
    heap.setLimits(Long.MAX_VALUE, heap.bytesUsed() + (4 << 20));
    byte[] before = bytes();

    heap.begin();
    run("for i = 1, 900 do big[1] = ('x'):rep(100000) .. i end");
    heap.rollback();
    state.reset();

    assertArrayEquals(before, bytes());
  }
}
