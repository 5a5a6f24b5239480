/**
 * The rules of ao as pure state machines, and the ports through which they see the world. No Pekko,
 * SQL or HTTP; time is an argument.
 */
@NullMarked
package dev.holon.core;

import org.jspecify.annotations.NullMarked;
