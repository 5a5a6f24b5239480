/**
 * A process's crons (ao.TN.1 §1.6, §4.6): what its tags ask for and which ticks lie between two
 * entries of its log. Knows the log's times and the blocks' times, no clock.
 */
@NullMarked
package dev.holon.core.cron;

import org.jspecify.annotations.NullMarked;
