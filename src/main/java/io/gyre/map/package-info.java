/**
 * Where replicated things go, and as whose: pure decisions. Everything else speaks the source's
 * names; they become the destination's at its edge, where requests are sent and answers read.
 *
 * <p>What is mapped has to be found again. So bucket names are never computed backwards (a regular
 * expression cannot be), but from what the source has; and of keys only one leading prefix changes,
 * the same one for all keys of a bucket, which is a bijection and keeps their order.
 *
 * <p>Several buckets may have one bucket of the destination, each at a key prefix of its own,
 * neither of which begins with the other ({@link Place#meets}). Then no key there can be of two,
 * which the rules alone tell, at the start: each bucket lists, compares and removes below its
 * prefix only. The other way would have been to let prefixes meet and to park the second one of a
 * key. But then each write, each removal and each key that a listing has too much would have to
 * prove first whose object it is, and no object says so; a key that the first bucket removes would
 * be the second's from then on, and nobody would bring it. A wrong removal is worse than a rule
 * more.
 *
 * <p>An owner is mapped to a user that the destination has already. The other way would have been
 * to replicate the user under the other name. But access keys, addresses and quotas can then belong
 * to one source user only, which forbids the common "everything there belongs to archive"; and a
 * user that an operator names as the owner is expected to stay as the operator made it.
 */
@NullMarked
package io.gyre.map;

import org.jspecify.annotations.NullMarked;
