/**
 * Execution engines: {@link dev.holon.vm.Vm} evaluates the messages of one process,
 * deterministically and within limits. Knows nothing of schedules, storage, actors or HTTP; time
 * and block height arrive with the message.
 */
@NullMarked
package dev.holon.vm;

import org.jspecify.annotations.NullMarked;
