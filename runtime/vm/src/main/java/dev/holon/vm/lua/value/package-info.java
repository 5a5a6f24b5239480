/**
 * The values of Lua 5.3 on LuaJ's value types: 64-bit integers, floats, byte strings, tables in the
 * layout of the C implementation, and the {@link dev.holon.vm.lua.value.Heap} that accounts for
 * them. Nil is {@code LuaValue.NIL}, never Java's null; booleans are LuaJ's. Knows nothing of code.
 */
@NullMarked
package dev.holon.vm.lua.value;

import org.jspecify.annotations.NullMarked;
