/**
 * The module that comes with the node: handlers, sending, spawning, an inbox, Eval and JSON for
 * processes written in Lua. Its code is in the resources of this package and runs on Lua 5.2 and
 * 5.3.
 */
@NullMarked
package dev.holon.vm.module;

import org.jspecify.annotations.NullMarked;
