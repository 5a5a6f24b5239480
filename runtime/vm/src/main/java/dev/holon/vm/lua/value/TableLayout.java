package dev.holon.vm.lua.value;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * Everything that decides how a table behaves and iterates. Arrays are shared with the table: to be
 * read only.
 *
 * @param array the array part, key 1 first
 * @param nodes the hash part: keys at even places, values at odd ones; one empty node when there is
 *     no hash part
 * @param links for each node the next of its chain, counted from 1; 0 ends a chain
 * @param lastFree all nodes from here on were handed out
 */
@SuppressWarnings("ArrayRecordComponent")
public record TableLayout(
    LuaValue[] array, LuaValue[] nodes, int[] links, int lastFree, @Nullable Table metatable) {}
