/** Checkpoints, forks, rollback and collection of whole processes. */
@NullMarked
package dev.holon.vm.lua.checkpoint;

import org.jspecify.annotations.NullMarked;
