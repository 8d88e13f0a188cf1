package io.gyre.ops;

import static io.gyre.ops.OpsFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import io.gyre.log.Versioning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser. The system property {@code clients} decides: {@code auto} (the
 * default) skips the test where none is installed, {@code required} does not.
 */
@Timeout(240)
class PageTest {
  private static final String HOSTILE = "<img src=x onerror='window.pwned=1'>\u202etxt.exe";
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private static Path directory;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    String missing = Browser.missing();
    boolean required = System.getProperty("clients", "auto").equals("required");
    assumeTrue(required || missing.isEmpty(), missing);
    browser = new Browser(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void itShowsTheRouteLiveAndTellsItWhatToDo() throws Exception {
    try (OpsFixture ops = new OpsFixture(directory.resolve("state"))) {
      fill(ops);
      browser.errors(); // those of the test before
      browser.show(1280, 900, false, "light");
      browser.open(ops.at("/"));
      until(() -> browser.text("#route").contains("master-1 → slave-1"));
      whatItShows();
      pictures();
      itIsLive(ops);
      doctorIsShown(ops);
      whatItTells(ops);
      keyboardAndScreenReader();
      assertThat(browser.errors()).allMatch(error -> error.contains("/api/v1/pause"));
      assertThat(
              browser
                  .run(
                      "return performance.getEntriesByType('resource').every(it =>"
                          + " new URL(it.name).origin === location.origin)")
                  .asBoolean())
          .as("it needs nothing from elsewhere")
          .isTrue();
    }
  }

  private static void whatItShows() throws Exception {
    assertThat(browser.text("#state")).isEqualTo("not ready");
    assertThat(browser.text("#reasons")).contains("1 data log shard of the source cannot be read");
    assertThat(browser.text("#lag-data")).isEqualTo("1 h 30 min");
    assertThat(browser.text("#lag-data-of")).contains("as of 1 min 30 s ago", "1 log shard cannot");
    assertThat(browser.text("#lag-metadata")).isEqualTo("none");
    assertThat(browser.text("#speed")).isEqualTo("20/s");
    assertThat(browser.text("#parked-count")).isEqualTo("2");
    assertThat(browser.text("#buckets tbody tr:first-child")).contains("films", "1 h 30 min");
    assertThat(browser.text("#buckets"))
        .contains("full pass 1/1", "refused", "exists there, not ours", "k-0000042");
    assertThat(browser.findAll("#heat-data button")).hasSize(128);
    assertThat(browser.text("#parked tbody")).contains("<img src=x", "\\u202etxt.exe", "DENIED");
    assertThat(browser.run("return window.pwned === undefined").asBoolean()).isTrue();
    until(() -> browser.findAll("#lag-chart svg path").size() == 2);
  }

  private static void pictures() throws Exception {
    browser.picture(PICTURES.resolve("light.png"));
    browser.show(1280, 900, false, "dark");
    browser.picture(PICTURES.resolve("dark.png"));
    browser.show(390, 844, true, "light");
    browser.picture(PICTURES.resolve("phone.png"));
    assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth").asBoolean())
        .as("nothing is cut off on a phone")
        .isTrue();
    browser.show(390, 844, true, "dark");
    browser.picture(PICTURES.resolve("phone-dark.png"));
    browser.show(1280, 900, false, "light");
  }

  private static void itIsLive(OpsFixture ops) throws Exception {
    browser.run("document.querySelector('#parked tbody button').focus()");
    ops.script.copied(BucketShard.parse("photos:id.1:0"), 1000, 1 << 20, NOW);
    until(() -> browser.text("#copied").equals("1,300"));
    assertThat(browser.run("return document.activeElement.textContent").asText())
        .as("the focus stays")
        .isEqualTo("Retry");
  }

  private static void doctorIsShown(OpsFixture ops) throws Exception {
    assertThat(browser.text("#doctor-of")).contains("Not run yet");
    ObjectNode diagnosis =
        ViewJson.object().put("time", NOW.toString()).put("ok", 9).put("warn", 0).put("fail", 1);
    ObjectNode finding = diagnosis.putArray("findings").addObject();
    finding.put("end", "source").put("check", "data-log").put("level", "FAIL");
    finding.put("message", "bucket " + HOSTILE).putArray("fix").add("radosgw-admin fix-it");
    ops.server.examined(diagnosis);
    until(() -> browser.text("#doctor-of").startsWith("1 failure, 0 warnings, 9 OK"));
    assertThat(browser.text("#doctor"))
        .contains("FAIL source, data log: bucket <img src=x", "radosgw-admin fix-it");
    assertThat(browser.run("return window.pwned === undefined").asBoolean()).isTrue();
  }

  private static void whatItTells(OpsFixture ops) throws Exception {
    browser.click("#pause");
    until(() -> browser.text("#pause").equals("Resume the route"));
    assertThat(ops.controls.pausedRoute()).isPresent();
    assertThat(browser.text("#said")).contains("The route is paused");
    browser.click("#pause");
    until(() -> browser.text("#pause").equals("Pause the route"));
    assertThat(ops.controls.pausedRoute()).isEmpty();

    browser.type("#concurrency", "7");
    browser.type("#bandwidth", "10MiB/s");
    browser.click("#limits-form button");
    until(() -> ops.controls.limits().concurrency() == 7);
    assertThat(ops.controls.limits().bytesPerSecond()).hasValue(10 << 20);

    browser.click("#parked tbody tr:first-child button");
    until(() -> ops.controls.looked.get() == 1);
    until(() -> browser.text("#parked tbody tr:first-child").contains("0 s ago"));

    browser.click("#buckets tbody tr:first-child button");
    until(() -> browser.text("#said").contains("no bucket films is known"));
  }

  private static void keyboardAndScreenReader() throws Exception {
    browser.press("#heat-data button", Browser.KEYS.get("right"));
    assertThat(browser.text("#shard-detail")).startsWith("data log shard 1: lag none");
    assertThat(browser.findAll("#heat-data button[tabindex='0']")).as("one stop").hasSize(1);
    List<String> unnamed = new ArrayList<>();
    for (String control :
        browser.findAll("main > div button:not(.heat button), main > div input")) {
      if (browser.accessibleName(control).isBlank()) {
        unnamed.add(control);
      }
    }
    assertThat(unnamed).as("controls without a name").isEmpty();
    assertThat(browser.accessibleName(browser.find("#parked tbody button")))
        .contains("Retry photos");
    assertThat(browser.accessibleName(browser.find("#heat-data button.failing")))
        .contains("data log shard 9", "refused by the test");
  }

  @Test
  void withATokenItAsksForIt() throws Exception {
    try (OpsFixture ops = new OpsFixture(directory.resolve("guarded"), "token: 0123456789abcdef")) {
      ops.script.idle(2, 1, NOW.minusSeconds(3));
      ops.run();
      browser.show(1280, 900, false, "light");
      browser.open(ops.at("/"));
      until(() -> !browser.text("#login").isEmpty());
      browser.type("#token", "0123456789abcdeX");
      browser.click("#login button");
      until(() -> browser.text("#state").equals("token needed"));
      browser.type("#token", "0123456789abcdef");
      browser.press("#token", Browser.KEYS.get("enter"));
      until(() -> browser.text("#state").equals("ready"));
      assertThat(browser.text("#lag-data")).isEqualTo("none");
    }
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(SOON).ignoreExceptions().until(condition);
  }

  private static void fill(OpsFixture ops) throws Exception {
    BucketShard photos = BucketShard.parse("photos:id.1:0");
    ops.script.idle(128, 64, NOW.minusSeconds(90));
    ops.script.failing(LogKind.DATA, 9, "TRANSIENT: refused by the test");
    ops.script.busy(photos, NOW.minusSeconds(75), "k-0000042", 420, false);
    ops.script.copied(photos, 300, 100_000, NOW);
    List<Change> changes = new ArrayList<>();
    changes.add(bucket(photos, Standing.FOLLOWED, ""));
    for (int i = 0; i < 40; i++) {
      BucketShard music = BucketShard.parse("music:id.2:" + i);
      changes.add(new Change.ShardMoved(followed(music, i * 3)));
      if (i % 9 == 0) {
        changes.add(new Change.Dirty(music, i * 3, NOW.minusSeconds(5 + 90L * i)));
      }
    }
    BucketShard films = BucketShard.parse("films:id.3:0");
    BucketShard fresh = BucketShard.parse("acme/new:id.4:0");
    changes.addAll(
        List.of(
            bucket(BucketShard.parse("music:id.2:0"), Standing.FOLLOWED, ""),
            bucket(films, Standing.FOLLOWED, ""),
            new Change.ShardMoved(followed(films, 64)),
            new Change.Dirty(films, 64, NOW.minusSeconds(5400)),
            bucket(fresh, Standing.FOLLOWED, ""),
            new Change.ShardDiscovered(BucketShardState.fresh(fresh, 100, false)),
            bucket(BucketShard.parse("taken:id.5"), Standing.REFUSED, "exists there, not ours"),
            new Change.ShardMoved(followed(photos, 20)),
            parked(photos, "holiday.jpg", "TIMEOUT: no answer within 60 s"),
            parked(photos, HOSTILE, "DENIED: 403 AccessDenied")));
    ops.save(changes.toArray(Change[]::new)).run();
  }

  private static BucketShardState followed(BucketShard shard, int logShard) {
    return BucketShardState.fresh(shard, logShard, false)
        .startFull(new LogPosition.Marker("1"))
        .follow();
  }

  private static Change bucket(BucketShard shard, Standing standing, String reason) {
    return new Change.BucketSeen(
        new BucketState(
            shard.instance(), shard.instance().id(), 1, Versioning.NEVER, "d", standing, reason));
  }

  private static Change parked(BucketShard shard, String key, String reason) {
    return new Change.Parked(
        new ParkedEntry(
            shard,
            key,
            "",
            "write",
            OptionalLong.empty(),
            reason,
            6,
            NOW.minusSeconds(4000),
            NOW.plusSeconds(600)));
  }
}
