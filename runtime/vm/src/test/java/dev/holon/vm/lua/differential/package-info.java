/**
 * Holds the Lua engine against the C implementation of Lua 5.3: hand-written conformance files,
 * generated programs and values, hostile programs, and benchmarks. Knows the engine only through
 * {@link dev.holon.vm.lua.differential.Subject}.
 */
@NullMarked
package dev.holon.vm.lua.differential;

import org.jspecify.annotations.NullMarked;
