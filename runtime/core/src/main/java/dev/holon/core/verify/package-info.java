/**
 * Checks a log that somebody else keeps: what a scheduler signed, in which order, and which results
 * follow from it (ao.TN.1 §1.4, §2.5). Knows nothing of where the log comes from.
 */
@NullMarked
package dev.holon.core.verify;

import org.jspecify.annotations.NullMarked;
