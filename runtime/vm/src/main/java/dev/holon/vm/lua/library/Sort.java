package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.IntegerNumber;
import org.luaj.vm2.LuaValue;

/**
 * The quicksort of the C implementation, access by access, so that an order that contradicts itself
 * gives the same result or error. The pivot is the median of the first, middle and last element;
 * the C implementation takes one at random instead after a very uneven partition, which cannot be
 * repeated and is not done here.
 */
final class Sort {
  private static final int COMPARISON_GAS = 2;
  private static final int BYTES_PER_GAS = 16;

  private final Call call;
  private final LuaState state;
  private final Sequence items;
  private final LuaValue order;

  Sort(Call call, Sequence items, LuaValue order) {
    this.call = call;
    this.state = call.state();
    this.items = items;
    this.order = order;
  }

  void sort(int count) {
    sort(1, count);
  }

  /** Recursive for the shorter side only: its depth is at most 31. */
  private void sort(int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      orderPair(low, high);
      if (high - low == 1) {
        return;
      }
      int middle = (low + high) >>> 1;
      LuaValue pivot = orderMiddle(low, middle, high);
      if (high - low == 2) {
        return;
      }
      LuaValue last = items.get(high - 1);
      items.set(middle, last);
      items.set(high - 1, pivot);
      int split = partition(low, high, pivot);
      if (split - low < high - split) {
        sort(low, split - 1);
        low = split + 1;
      } else {
        sort(split + 1, high);
        high = split - 1;
      }
    }
  }

  private void orderPair(int low, int high) {
    LuaValue first = items.get(low);
    LuaValue last = items.get(high);
    if (isLess(last, first)) {
      items.set(low, last);
      items.set(high, first);
    }
  }

  /** Puts the median of three in the middle, and reads it from there unless they are all. */
  private LuaValue orderMiddle(int low, int middle, int high) {
    LuaValue pivot = items.get(middle);
    LuaValue first = items.get(low);
    if (isLess(pivot, first)) {
      items.set(middle, first);
      items.set(low, pivot);
    } else {
      LuaValue last = items.get(high);
      if (isLess(last, pivot)) {
        items.set(middle, last);
        items.set(high, pivot);
      }
    }
    return high - low == 2 ? LuaValue.NIL : items.get(middle);
  }

  /** Splits around the pivot, which is the last but one; gives the place where it ends up. */
  private int partition(int low, int high, LuaValue pivot) {
    int left = low;
    int right = high - 1;
    while (true) {
      LuaValue small = items.get(++left);
      while (isLess(small, pivot)) {
        if (left == high - 1) {
          throw call.error("invalid order function for sorting");
        }
        small = items.get(++left);
      }
      LuaValue large = items.get(--right);
      while (isLess(pivot, large)) {
        if (right < left) {
          throw call.error("invalid order function for sorting");
        }
        large = items.get(--right);
      }
      if (right < left) {
        items.set(high - 1, small);
        items.set(left, pivot);
        return left;
      }
      items.set(left, large);
      items.set(right, small);
    }
  }

  private boolean isLess(LuaValue a, LuaValue b) {
    state.heap().spend(COMPARISON_GAS);
    if (order != LuaValue.NIL) {
      LuaValue result = state.callForOne(order, a, b);
      return result != LuaValue.NIL && result != LuaValue.FALSE;
    }
    if (a instanceof IntegerNumber left && b instanceof IntegerNumber right) {
      return left.value() < right.value();
    }
    if (a instanceof ByteString left && b instanceof ByteString right) {
      state.heap().spend(Math.min(left.length(), right.length()) / BYTES_PER_GAS);
      return left.order(right) < 0;
    }
    return state.isLess(a, b);
  }
}
