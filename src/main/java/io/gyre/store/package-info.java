/**
 * Any S3 store as a destination: plain S3 requests of an ordinary user, no admin API, no
 * extensions.
 *
 * <p>What was hard to choose:
 *
 * <ul>
 *   <li>A store gives versions ids of its own and takes new ones on top only. So versions of a key
 *       are written oldest first, one that fails holds the later ones back, and a durable map says
 *       which is which ({@link io.gyre.copy.ImagePlan}). Objects say it in their metadata too, so
 *       that a lost state costs a HEAD for each and no copy; of delete markers the place tells.
 *   <li>A bucket that ever had versions at the source keeps versions at the store as long as it is
 *       followed, also where the source has suspended that: a null version becomes a version with
 *       an id. To switch the state back and forth, as a zone is, would put null versions where they
 *       belong, but stores may take minutes to take such a switch to heart, and then write over
 *       what they were to keep.
 *   <li>A bucket is known again by a tag, not by an object in it, which would be one that the
 *       source does not have. Where there are no tags, only the state knows.
 *   <li>Large objects are copied part by part, each read from the source by itself under the
 *       condition that it still is the same version: so parts flow side by side, and a restart goes
 *       on with those that are there. What was uploaded is only as good as its ETag, so a copy is
 *       verified before it counts, and removed again when it fails that.
 *   <li>The lease of a route is an object that is written under conditions. Whether the store keeps
 *       to them is tried, not believed; a holder's time is measured by the clock of whoever waits,
 *       from when it saw the object change last.
 *   <li>Everything belongs to the store's account: grants to others, the owners of objects and
 *       users have no meaning there. What is lost is told, once a bucket ({@link
 *       io.gyre.store.LossObserver}).
 * </ul>
 */
@NullMarked
package io.gyre.store;

import org.jspecify.annotations.NullMarked;
