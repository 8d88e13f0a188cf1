package io.gyre.copy;

import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * Moves versions to a destination that gives them ids of its own, and puts each new one on top of
 * its key. Where nothing else is said, stages fail and calls may be repeated as in {@link
 * PlainObjectStore}.
 */
public interface VersionStore extends PlainObjectStore {
  /** How the copy of a version ended. */
  sealed interface Copy {
    /** The destination has it. */
    record Made(RelayResult.Copied result, String destinationId) implements Copy {}

    /** The configuration leaves it out; nothing was written. */
    record Unselected() implements Copy {}

    /** The source no longer has it, or has a delete marker in its place. */
    record Gone() implements Copy {}
  }

  /** Makes sure that the bucket keeps versions; to be called before one is made. */
  CompletionStage<Void> enable(BucketName bucket);

  /**
   * Copies a version on top of its key. Each call makes another version.
   *
   * @param epoch the version's place in its key's order at the source, for its metadata
   */
  CompletionStage<Copy> copy(ObjectVersion source, OptionalLong epoch);

  /**
   * Makes a delete marker on top of a key; its id, or empty where the destination made none,
   * because there is one already.
   */
  CompletionStage<Optional<String>> mark(BucketName bucket, String key);

  /** Puts an empty version on top of a key, for the time in which a marker is made; its id. */
  CompletionStage<String> placeholder(BucketName bucket, String key);

  /**
   * Writes what can change of a version without its bytes onto its image, unless the source's mtime
   * tells that nothing has. Fails as {@code GONE} where the source no longer has it.
   *
   * @return the image as it is now
   */
  CompletionStage<Image> refresh(ObjectVersion source, Image image);

  /** Removes a version or marker; what is not there counts as removed. */
  CompletionStage<Void> remove(BucketName bucket, String key, String destinationId);

  /**
   * All versions and delete markers of a key at the destination, by its ids, newest first. Fails as
   * {@code INVALID} for a key with more than it reads.
   */
  CompletionStage<List<ListedVersion>> versionsAtDestination(BucketName bucket, String key);

  /** Of what a version at the destination says to be the image; empty where it is nobody's. */
  CompletionStage<Optional<Image>> image(BucketName bucket, String key, String destinationId);

  /** A key is as at the source: what was begun for it and came to nothing is given up. */
  CompletionStage<Void> settled(BucketName bucket, String key);

  /**
   * Whether the source still has the version; false only when its own error body says that it has
   * not.
   */
  CompletionStage<Boolean> existsAtSource(ObjectVersion version);
}
