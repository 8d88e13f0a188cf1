package io.gyre.metadata;

import io.gyre.log.BucketName;

/** Something of the source that meets, at the destination, what is somebody else's. */
public sealed interface Collision {

  /**
   * The destination has another user of this name.
   *
   * @param adopted whether it is to be taken over
   */
  record User(String uid, boolean adopted) implements Collision {}

  /**
   * The destination has another bucket of this name.
   *
   * @param owner uid of its owner there
   * @param adopted whether it is to be taken over
   */
  record Bucket(BucketName name, BucketName there, String owner, boolean adopted)
      implements Collision {
    /** Of one that keeps its name. */
    public Bucket(BucketName name, String owner, boolean adopted) {
      this(name, name, owner, adopted);
    }
  }

  /**
   * Rules give two buckets one name, and keys that could be of both: only one of them can be
   * copied.
   *
   * @param there that name
   */
  record Names(BucketName one, BucketName other, BucketName there) implements Collision {}

  /**
   * Rules give what is somebody's to a user that the destination does not have.
   *
   * @param uid of that one
   */
  record NoOwner(String uid) implements Collision {}

  /** Rules name a storage class that the destination does not have. */
  record NoClass(String name) implements Collision {}

  /**
   * A user's access key is another user's at the destination.
   *
   * @param holder uid of that one
   */
  record AccessKey(String uid, String accessKey, String holder) implements Collision {}

  /**
   * A user's e-mail address is another user's at the destination.
   *
   * @param holder uid of that one
   */
  record Email(String uid, String holder) implements Collision {}
}
