package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.config.ConfigLoader;
import io.gyre.config.GyreConfig;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** {@code gyre check} between two zones that Gyre has made equal, and that are then changed. */
@AnyZones
@Timeout(180)
class CheckIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] TEXT = {'t', 'e', 'x', 't'};
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** What comparing listings finds. */
  private static final List<String> LISTED =
      List.of(
          "missing user bob",
          "differs user ann: max_buckets",
          "extra user eve",
          "missing bucket gone",
          "differs bucket flat: CORS",
          "extra bucket hers",
          "missing flat/a missing",
          "extra flat/extra",
          "differs flat/bytes: ETag",
          "differs flat/size: size, ETag",
          "differs versioned/null below: version",
          "differs versioned/marked: delete marker",
          "missing versioned/missing");

  /** What is found besides where each object is asked for. */
  private static final List<String> ATTRIBUTES =
      List.of(
          "differs flat/metadata: x-amz-meta-a",
          "differs flat/acl: ACL",
          "differs flat/tags: tags");

  /** The same in rclone's words, by key. */
  private static final List<String> COMBINED =
      List.of(
          "+ gone/",
          "- hers/",
          "+ flat/a missing",
          "- flat/extra",
          "* flat/bytes",
          "* flat/size",
          "= flat/metadata",
          "= flat/acl",
          "= flat/tags",
          "= flat/same",
          "* versioned/null below",
          "* versioned/marked",
          "+ versioned/missing");

  private final ZonePair zones;
  private final TestZone source;
  private final TestZone destination;
  @TempDir private Path directory;
  private Path file;

  CheckIT(ZonePair zones) {
    this.zones = zones;
    this.source = zones.source();
    this.destination = zones.destination();
    this.file = Path.of("");
  }

  @BeforeEach
  void emptyZones() {
    source.wipe();
    destination.wipe();
  }

  @AfterEach
  void logAsBefore() throws JoranException {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  @Test
  void zonesAreEqualUntilSomethingIsChangedAndThenExactlyThatIsFound() throws Exception {
    configure("");
    UserBucket versioned = fillSource();
    syncOnce();

    Ran equal = check("--deep");
    assertThat(equal.found()).as(equal.text()).isEmpty();
    assertThat(equal.code()).isZero();
    assertThat(equal.summary().at("/keys/equal").asInt()).isEqualTo(10);
    assertThat(equal.summary().at("/buckets/equal").asInt()).isEqualTo(3);
    assertThat(equal.summary().at("/listed_versions").asInt()).isEqualTo(12);

    changeDestination(versioned);

    Ran byListings = check("--patience", "1s", "--combined", combined().toString());
    assertThat(byListings.code()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(byListings.found())
        .as(byListings.text())
        .containsExactlyInAnyOrderElementsOf(LISTED);
    assertThat(Files.readAllLines(combined())).containsExactlyInAnyOrderElementsOf(COMBINED);

    Ran byAttributes = check("--patience", "1s", "--attributes");
    assertThat(byAttributes.found())
        .as(byAttributes.text())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(LISTED.stream(), ATTRIBUTES.stream()).toList());

    Ran oneWay = check("--patience", "1s", "--one-way", "--bucket", "flat", "--prefix", "s");
    assertThat(oneWay.found())
        .as(oneWay.text())
        .containsExactlyInAnyOrder("differs bucket flat: CORS", "differs flat/size: size, ETag");
  }

  /** The bucket with versions. */
  private UserBucket fillSource() {
    S3User ann = source.createUser("ann");
    source.createUser("bob");
    UserBucket flat = new UserBucket(ann, "flat").create();
    for (String key : List.of("a missing", "bytes", "size", "metadata", "acl", "tags", "same")) {
      flat.put(key, "text");
    }
    UserBucket versioned = new UserBucket(ann, "versioned").create();
    versioned.put("null below", "text");
    versioned.enable();
    versioned.put("null below", "newer");
    versioned.put("marked", "text");
    versioned.delete("marked");
    versioned.put("missing", "text");
    source.user("bob").createBucket("gone");
    return versioned;
  }

  private void changeDestination(UserBucket versioned) throws Exception {
    S3User there = destination.user("ann");
    UserBucket flatThere = new UserBucket(there, "flat");
    there.delete("flat", "a missing");
    flatThere.put("extra", "text");
    flatThere.put("bytes", "TEXT");
    flatThere.put("size", "longer text");
    there.put(request("metadata").metadata(Map.of("a", "b")), TEXT);
    flatThere.setAcl("acl", "", ObjectCannedACL.PUBLIC_READ);
    there.setTags("flat", "tags", Map.of("a", "b"));
    UserBucket versionedThere = new UserBucket(there, "versioned");
    versionedThere.remove("null below", UserBucket.NULL);
    versionedThere.remove("marked", versioned.id("marked", 1));
    versionedThere.remove("missing", versioned.id("missing", 0));
    changeCors(there);
    change(destination, "POST", "ann", "max-buckets", "7");
    destination.user("bob").deleteBucket("gone");
    change(destination, "DELETE", "bob");
    destination.createUser("eve");
    destination.user("eve").createBucket("hers");
  }

  @Test
  void whatReplicationKnowsOfIsToldApartFromDifferences() throws Exception {
    configure("select: { users: false }");
    S3User ann = source.createUser("ann");
    S3User bob = source.createUser("bob");
    destination.createUser("ann");
    UserBucket bucket = new UserBucket(ann, "shared").create();
    ann.client().putBucketAcl(to -> to.bucket("shared").acl("public-read-write"));
    bucket.put("hers", "text");
    bob.put("shared", "his", "text");
    assertThat(syncOnce()).isEqualTo(ExitCode.DIFFERENCES);

    Ran parked = check("--patience", "1s");
    assertThat(parked.found()).as(parked.text()).containsExactly("parked shared/his");
    assertThat(parked.text()).contains("no such user");

    bob.delete("shared", "his");
    bucket.put("late", "text");
    CompletableFuture<Integer> arriving = CompletableFuture.supplyAsync(this::syncOnce);
    Ran healed = check("--patience", "60s");
    assertThat(healed.found()).as(healed.text()).isEmpty();
    assertThat(healed.code()).as(healed.text()).isZero();
    assertThat(arriving.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isZero();
  }

  @Test
  void anEndThatCannotBeReachedOrRefusesUsIsSaid() throws Exception {
    configure("");
    String route = Files.readString(file);

    Files.writeString(file, route.replace(destination.endpoint().toString(), "http://127.0.0.1:1"));
    Ran unreachable = check();
    assertThat(unreachable.code()).as(unreachable.text()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(unreachable.text()).contains("destination: could not be reached");

    Files.writeString(file, route.replace(source.secretKey(), "of nobody"));
    Ran refused = check();
    assertThat(refused.code()).as(refused.text()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(refused.text()).contains("source: refused our credentials").doesNotContain("\tat ");
  }

  private static PutObjectRequest.Builder request(String key) {
    return PutObjectRequest.builder().bucket("flat").key(key);
  }

  private static void changeCors(S3User user) {
    CORSRule rule = CORSRule.builder().allowedMethods("GET").allowedOrigins("*").build();
    user.client()
        .putBucketCors(to -> to.bucket("flat").corsConfiguration(all -> all.corsRules(rule)));
  }

  private static void change(TestZone zone, String method, String uid, String... more) {
    Map<String, String> query =
        more.length == 0 ? Map.of("uid", uid) : Map.of("uid", uid, more[0], more[1]);
    zone.system().send(method, "/admin/user", query).requireSuccess();
  }

  private Path combined() {
    return directory.resolve("combined");
  }

  private void configure(String more) throws IOException {
    String text =
        """
        source: %s
        destination: %s
        state: "%s"
        polling: { idle: 2s, busy: 500ms, data-log-window: %ds }
        retry: { attempts: 2 }
        ops: { listen: none }
        %s
        """
            .formatted(
                end(source),
                end(destination),
                directory.resolve("state"),
                ZonePair.DATA_LOG_WINDOW_SECONDS,
                more);
    file = Files.writeString(directory.resolve("gyre.yaml"), text);
  }

  private static String end(TestZone zone) {
    return "{ endpoint: \"%s\", access-key: \"%s\", secret-key: \"%s\" }"
        .formatted(zone.endpoint(), zone.accessKey(), zone.secretKey());
  }

  /** In this process, so that it costs no start of a JVM. */
  private int syncOnce() {
    GyreConfig config = new ConfigLoader(Map.of()).load(file);
    Output output = new Output(Output.Format.TEXT, Output.Verbosity.QUIET);
    SyncRequest request = new SyncRequest(config, true, Optional.of(PATIENCE), output);
    return new Replication(request).run().toCompletableFuture().join();
  }

  private record Ran(int code, List<String> found, JsonNode summary, String text) {}

  private Ran check(String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("check", "--json", "--config", file.toString()));
    arguments.addAll(List.of(options));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Gyre.commandLine(Wiring.real(), Map.of())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    List<String> found = new ArrayList<>();
    JsonNode summary = JSON.createObjectNode();
    for (String line : out.toString().lines().toList()) {
      JsonNode json = JSON.readTree(line);
      if (json.path("type").asText().equals("finding")) {
        found.add(told(json));
      } else {
        summary = json;
      }
    }
    return new Ran(code, found, summary, out + "\n" + err);
  }

  private static String told(JsonNode finding) {
    String name =
        switch (finding.path("subject").asText()) {
          case "user" -> "user " + finding.path("user").asText();
          case "bucket" -> "bucket " + finding.path("bucket").asText();
          default -> finding.path("bucket").asText() + "/" + finding.path("key").asText();
        };
    List<String> aspects = new ArrayList<>();
    finding.path("aspects").forEach(aspect -> aspects.add(aspect.path("what").asText()));
    String what = aspects.isEmpty() ? "" : ": " + String.join(", ", aspects);
    return finding.path("verdict").asText() + " " + name + what;
  }
}
