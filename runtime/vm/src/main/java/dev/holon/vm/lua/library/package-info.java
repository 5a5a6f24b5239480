/** The standard libraries of Lua 5.3, as far as a process may use them. All work is charged. */
@NullMarked
package dev.holon.vm.lua.library;

import org.jspecify.annotations.NullMarked;
