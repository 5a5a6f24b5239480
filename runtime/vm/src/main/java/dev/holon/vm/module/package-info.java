/**
 * The module that comes with the node: a standard library for processes written in Lua 5.3, with
 * the functions that programs for aos expect. Its code is in the resources of this package.
 *
 * <p>It is one module among others. A module is Lua source that defines a global function {@code
 * handle(msg, env)}: {@code msg} has the fields of ao.TN.1 (compute unit, what a module's handle
 * receives), {@code env} is {@code {Process={Id,Owner,Tags}, Module={Id,Owner,Tags}}}, both with
 * tags as lists of {@code {name=,value=}}. It returns a table with any of {@code Messages}, {@code
 * Spawns}, {@code Assignments} (lists) and {@code Output} (any value), or with {@code Error}. An
 * error, returned or raised, undoes all that the evaluation changed.
 */
@NullMarked
package dev.holon.vm.module;

import org.jspecify.annotations.NullMarked;
