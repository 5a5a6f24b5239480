/** Data items the node itself serves to clients: modules and scheduler locations. */
@NullMarked
package dev.holon.core.record;

import org.jspecify.annotations.NullMarked;
