/**
 * The engine {@code luaj-5.2}: stock LuaJ 3.0.1 behind {@link dev.holon.vm.VmEngine}, with
 * libraries, metering and ordering of our own. A stepping stone for trusted code: its numbers are
 * those of LuaJ (32-bit integers and doubles) and the memory a process holds is bounded by
 * evaluation, not in total. Knows nothing of schedules or storage.
 */
@NullMarked
package dev.holon.vm.luaj;

import org.jspecify.annotations.NullMarked;
