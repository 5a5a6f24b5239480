/**
 * The front end: Lua 5.3 source to the register code of the C implementation, instruction for
 * instruction.
 */
@NullMarked
package dev.holon.vm.lua.code;

import org.jspecify.annotations.NullMarked;
