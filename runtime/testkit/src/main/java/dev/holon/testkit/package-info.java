/**
 * What tests of several modules need: the stores in memory. They keep the ports' promises except
 * durability, and run under the same contract suites as the real ones.
 */
@NullMarked
package dev.holon.testkit;

import org.jspecify.annotations.NullMarked;
