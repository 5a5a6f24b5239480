/**
 * Brings the logs of all processes onto Arweave (design.md §2, arweave.md §14): which entries make
 * a bundle, what a bundle has been through, and what is done next. Knows neither HTTP nor SQL; what
 * carries a bundle is bytes that a {@link dev.holon.core.settlement.Courier} made.
 */
@NullMarked
package dev.holon.core.settlement;

import org.jspecify.annotations.NullMarked;
