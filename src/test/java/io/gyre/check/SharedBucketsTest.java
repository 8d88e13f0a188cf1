package io.gyre.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.config.MapConfig;
import io.gyre.log.BucketName;
import io.gyre.map.Places;
import io.gyre.metadata.KnownBucket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.SystemMaterializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The settings of a bucket in which there are several of the source. */
class SharedBucketsTest {
  private static final ActorSystem SYSTEM = ActorSystem.create("shared");
  private static final Places PLACES =
      MapConfig.ofPlaceRules(
              "bucket one -> both\nbucket two -> both\nkeys one: -> 1/\nkeys two: -> 2/")
          .places();

  private final FakeZone source = new FakeZone("source").bucket("one").bucket("two");

  /** By the source's names, as it is asked. */
  private final FakeZone destination = new FakeZone("destination").bucket("one").bucket("two");

  @AfterAll
  static void terminate() {
    SYSTEM.terminate();
  }

  private Counterpart.Bucket found(String name, Predicate<BucketName> selected) throws Exception {
    SharedBuckets shared =
        new SharedBuckets(
            destination.view(),
            PLACES,
            source.view(),
            selected,
            SystemMaterializer.get(SYSTEM).materializer());
    BucketName bucket = BucketName.parse(name);
    return source
        .view()
        .bucket(bucket)
        .thenCompose(known -> shared.bucket(bucket, known))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .orElseThrow();
  }

  @Test
  void theFirstByNameIsComparedAndOfTheOthersItIsNamedWhatIsNotCarried() throws Exception {
    for (String name : List.of("one", "two")) {
      ObjectNode entry = destination.metadata.stored("bucket", name).deepCopy();
      entry.withObject("/data").put("owner", "somebody");
      destination.metadata.given("bucket", name, entry);
    }

    Counterpart.Bucket first = found("one", bucket -> true);
    assertThat(first.differences()).contains("owner");
    assertThat(first.notCarried()).isEmpty();
    Counterpart.Bucket other = found("two", bucket -> true);
    assertThat(other.differences()).isEmpty();
    assertThat(other.notCarried()).contains("owner");
    assertThat(other.shards()).isNotEmpty();

    assertThat(found("two", bucket -> !bucket.name().equals("one")).differences())
        .as("the first that is selected")
        .contains("owner");
  }

  @Test
  void whatTheSourceDoesNotHaveIsAsItIs() throws Exception {
    SharedBuckets shared =
        new SharedBuckets(
            destination.view(),
            PLACES,
            source.view(),
            bucket -> true,
            SystemMaterializer.get(SYSTEM).materializer());

    CompletableFuture<Optional<Counterpart.Bucket>> alone =
        shared.bucket(BucketName.parse("two"), Optional.<KnownBucket>empty()).toCompletableFuture();

    assertThat(alone.get(10, TimeUnit.SECONDS)).isPresent();
  }
}
