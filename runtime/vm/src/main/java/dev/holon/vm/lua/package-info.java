/**
 * The engine for Lua 5.3: processes whose code is untrusted. Turns messages into Lua values and
 * results back; the language itself lies in the packages below.
 */
@NullMarked
package dev.holon.vm.lua;

import org.jspecify.annotations.NullMarked;
