/**
 * The cryptographic primitives under the signature types: hashes, EMSA-PSS, and the three key
 * schemes with a portable and a native implementation each.
 *
 * <p>Owns the choice of provider and the rules that make providers agree. Knows nothing of data
 * items. Follows RFC 8017 (RSASSA-PSS), RFC 8032 (Ed25519), RFC 6979 and SEC 1 (ECDSA on
 * secp256k1).
 */
@NullMarked
package dev.holon.protocol.crypto;

import org.jspecify.annotations.NullMarked;
