package io.gyre.check;

import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.metadata.KnownBucket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The end that is compared with the source, of whatever kind. Only reads. Versions go by the
 * source's ids. Stages fail with a {@code GatewayException}.
 */
public interface Counterpart {
  /**
   * What it has of a bucket.
   *
   * @param owner uid
   * @param differences what of it is not as it is to be, in words; values are not shown
   * @param notCarried what the source's has and this end cannot have, in words
   * @param shards its index shards, as many as can be listed each by itself; none where its objects
   *     are not to be compared
   * @param whole all of its index
   */
  record Bucket(
      String owner,
      List<String> differences,
      List<String> notCarried,
      List<BucketShard> shards,
      BucketShard whole) {
    public Bucket {
      differences = List.copyOf(differences);
      notCarried = List.copyOf(notCarried);
      shards = List.copyOf(shards);
    }
  }

  /**
   * What a version is to be there.
   *
   * @param facts of a faithful copy
   * @param notCarried what the source's has beside them, in words
   */
  record Expected(ObjectFacts facts, List<String> notCarried) {
    public Expected {
      notCarried = List.copyOf(notCarried);
    }
  }

  /** The zone whose users are compared; empty where there are none. */
  Optional<ZoneView> users();

  /** Whether it has a user, whom something can be granted. */
  CompletionStage<Boolean> hasUser(String uid);

  /** Its buckets by name, in no order. */
  Source<BucketName, NotUsed> buckets();

  /**
   * What it has of a bucket; empty where nothing that is, or was, a copy.
   *
   * @param source what the source has of it, if anything
   */
  CompletionStage<Optional<Bucket>> bucket(BucketName name, Optional<KnownBucket> source);

  /** A page of an index; empty where it is no longer there. */
  CompletionStage<Optional<ListingPage>> list(BucketShard shard, ListingPosition after);

  /** Its objects. */
  Contents contents();

  /** What of the source's version it is to have. */
  default Expected expected(BucketName bucket, ObjectFacts source) {
    return new Expected(source, List.of());
  }

  /**
   * Its versions of a key by the source's ids, as far as only their place among the source's tells
   * these.
   */
  default List<ListedVersion> named(List<ListedVersion> source, List<ListedVersion> there) {
    return there;
  }

  /** What it does not carry of a listed version of the source, in words; empty for nothing. */
  default Map<String, Integer> notCarried(List<ListedVersion> source) {
    return Map.of();
  }
}
