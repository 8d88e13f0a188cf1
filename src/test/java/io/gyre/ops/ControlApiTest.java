package io.gyre.ops;

import static io.gyre.ops.OpsFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.log.BucketShard;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told to a route, and what is refused. */
class ControlApiTest {
  private static final BucketShard PHOTOS = BucketShard.parse("t/photos:id.1:3");

  @TempDir private Path directory;
  private OpsFixture ops;

  @BeforeEach
  void start() throws Exception {
    ops = new OpsFixture(directory);
  }

  @AfterEach
  void stop() throws Exception {
    ops.close();
  }

  @Test
  void theRouteAndBucketsArePausedAndResumed() throws Exception {
    ops.run();
    JsonNode paused = told("/api/v1/pause", "");
    assertThat(paused.at("/paused").asText()).isEqualTo(NOW.toString());
    assertThat(
            told("/api/v1/pause", "{\"bucket\":\"t/photos\"}")
                .at("/paused_buckets/0/bucket")
                .asText())
        .isEqualTo("t/photos");
    JsonNode status = ops.json("/api/v1/status");
    assertThat(status.at("/paused").asText()).isEqualTo(NOW.toString());
    assertThat(status.at("/paused_buckets")).hasSize(1);

    assertThat(told("/api/v1/resume", "{\"bucket\":null}").get("paused").isNull()).isTrue();
    assertThat(told("/api/v1/resume", "{\"bucket\":\"t/photos\"}").at("/paused_buckets")).isEmpty();
  }

  @Test
  void aBucketThatNobodyKnowsIsNotPaused() throws Exception {
    ops.run();
    HttpResponse<String> answer = ops.tell("/api/v1/pause", "{\"bucket\":\"phots\"}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("no bucket phots is known");
    assertThat(ops.tell("/api/v1/pause", "{\"bucket\":\"a/b/c\"}").statusCode()).isEqualTo(400);
    assertThat(ops.controls.pausedBuckets()).isEmpty();
  }

  @Test
  void limitsChangeOneByOne() throws Exception {
    ops.run();
    told("/api/v1/limits", "{\"concurrency\":7}");
    told("/api/v1/limits", "{\"objects_per_second\":30,\"bandwidth\":\"10MiB/s\"}");
    assertThat(ops.controls.limits())
        .isEqualTo(new Controls.Limits(7, 128, OptionalInt.of(30), OptionalLong.of(10L << 20)));
    assertThat(ops.json("/api/v1/status").at("/limits/bandwidth").asText()).isEqualTo("10MiB/s");

    JsonNode now = told("/api/v1/limits", "{\"objects_per_second\":null,\"bandwidth\":null}");
    assertThat(now.toString())
        .isEqualTo(
            "{\"concurrency\":7,\"concurrency_most\":128,\"objects_per_second\":null,\"bandwidth\":null}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"concurrency\":0}",
        "{\"concurrency\":129}",
        "{\"concurrency\":null}",
        "{\"concurrency\":1.5}",
        "{\"concurrency\":\"8\"}",
        "{\"objects_per_second\":0}",
        "{\"bandwidth\":\"0B/s\"}",
        "{\"bandwidth\":\"fast\"}",
        "{\"bandwidth\":1000}",
        "{\"speed\":1}",
        "[]",
        "{",
      })
  void whatIsNoLimitChangesNothing(String body) throws Exception {
    ops.run();
    Controls.Limits before = ops.controls.limits();

    HttpResponse<String> answer = ops.tell("/api/v1/limits", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(OpsFixture.parse(answer).at("/error").asText()).isNotBlank();
    assertThat(ops.controls.limits()).isEqualTo(before);
  }

  @Test
  void aParkedEntryBecomesDueAtOnce() throws Exception {
    ops.save(
            new Change.Parked(
                new ParkedEntry(
                    PHOTOS,
                    "k",
                    "",
                    "write",
                    OptionalLong.empty(),
                    "DENIED: of the test",
                    6,
                    NOW.minusSeconds(60),
                    NOW.plusSeconds(600))))
        .run();
    long id = ops.json("/api/v1/parked").at("/parked/0/id").asLong();

    assertThat(told("/api/v1/parked/" + id + "/retry", "").at("/retried").asLong()).isEqualTo(id);

    assertThat(ops.json("/api/v1/parked").at("/parked/0/next_try").asText())
        .isEqualTo(NOW.toString());
    assertThat(ops.controls.looked).hasValue(1);
    assertThat(ops.tell("/api/v1/parked/999/retry", "").statusCode()).isEqualTo(404);
    assertThat(ops.tell("/api/v1/parked/x/retry", "").statusCode()).isEqualTo(404);
    assertThat(ops.get("/api/v1/parked/999/retry").statusCode()).isEqualTo(405);
  }

  @Test
  void beforeTheRouteRunsNothingCanBeToldToIt() throws Exception {
    for (String path : new String[] {"pause", "resume", "limits", "parked/1/retry"}) {
      assertThat(ops.tell("/api/v1/" + path, "{}").statusCode()).as(path).isEqualTo(503);
    }
  }

  private JsonNode told(String path, String body) throws Exception {
    HttpResponse<String> answer = ops.tell(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return OpsFixture.parse(answer);
  }
}
