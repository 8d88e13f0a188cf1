package io.gyre.check;

import io.gyre.log.BucketName;

/** What both ends are asked for. */
public sealed interface Subject {
  /** A user with keys, caps and quotas. */
  record User(String uid) implements Subject {
    @Override
    public Kind kind() {
      return Kind.USER;
    }
  }

  /** A bucket with its settings, without what is in it. */
  record Bucket(BucketName name) implements Subject {
    @Override
    public Kind kind() {
      return Kind.BUCKET;
    }
  }

  /** A key of a bucket with all its versions. */
  record Key(BucketName bucket, String key) implements Subject {
    @Override
    public Kind kind() {
      return Kind.KEY;
    }
  }

  /** The listing of a bucket, or of a part of it. */
  record Listing(BucketName bucket) implements Subject {
    @Override
    public Kind kind() {
      return Kind.KEY;
    }
  }

  /** Of which kind it is. */
  Kind kind();

  /** The kinds, in the order in which they are compared. */
  enum Kind {
    USER,
    BUCKET,
    KEY
  }
}
