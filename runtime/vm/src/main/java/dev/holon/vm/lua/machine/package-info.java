/**
 * Runs Lua 5.3 code: the interpreter with its frames on the heap, calls, coroutines, metamethods,
 * errors. Knows nothing of ao.
 */
@NullMarked
package dev.holon.vm.lua.machine;

import org.jspecify.annotations.NullMarked;
