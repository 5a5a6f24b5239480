/** Turns log entries into evaluations and chains their results. */
@NullMarked
package dev.holon.core.compute;

import org.jspecify.annotations.NullMarked;
