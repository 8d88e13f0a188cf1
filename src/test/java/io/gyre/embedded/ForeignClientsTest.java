package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * S3 clients that others wrote, against the embedded gateway. The system property {@code clients}
 * decides: {@code auto} (the default) skips those that are not installed, {@code required} does
 * not.
 */
class ForeignClientsTest {
  private static final long LIMIT_SECONDS = 120;
  private static final String ACCESS = "foreignaccess";
  private static final String SECRET = "foreignsecret";

  private static EmbeddedZone zone;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    zone = EmbeddedZone.start(EmbeddedSettings.named("clients-1"));
    String user = "/admin/user?uid=foreign&display-name=Foreign&access-key=%s&secret-key=%s";
    assertThat(
            new WireClient(zone.endpoint(), zone.key().id(), zone.key().secret())
                .put(user.formatted(ACCESS, SECRET))
                .status())
        .isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    zone.close();
  }

  @Test
  void boto() throws Exception {
    needs("python3", "-c", "import boto3");
    Path script = Path.of("src/test/resources/clients/boto.py");

    String output = run("python3", script.toString(), zone.endpoint().toString(), ACCESS, SECRET);

    assertThat(output).contains("all_removed ok");
  }

  @Test
  void rclone() throws Exception {
    needs("rclone", "version");
    Path local = Files.createDirectories(directory.resolve("local"));
    write(local, "empty", 0);
    write(local, "small", 1000);
    write(local, "a b/# + % file", 4096);
    write(local, "deep/er/est", 1);
    write(local, "in parts", 11 << 20);
    rclone("mkdir", "zone:rclone-bucket");
    sync(local);
    check(local);
    assertThat(rclone("lsf", "-R", "--files-only", "zone:rclone-bucket").lines())
        .containsExactlyInAnyOrder("empty", "small", "a b/# + % file", "deep/er/est", "in parts");

    Files.delete(local.resolve("small"));
    write(local, "empty", 10);
    sync(local);
    check(local);

    assertThat(rclone("size", "zone:rclone-bucket")).contains("Total objects: 4");
    rclone("purge", "zone:rclone-bucket");
    assertThat(rclone("lsf", "zone:")).doesNotContain("rclone-bucket");
  }

  private void sync(Path local) throws Exception {
    rclone(
        "sync",
        "--s3-upload-cutoff=5M",
        "--s3-chunk-size=5M",
        local.toString(),
        "zone:rclone-bucket");
  }

  private void check(Path local) throws Exception {
    rclone("check", "--download", local.toString(), "zone:rclone-bucket");
  }

  private static void write(Path local, String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Path file = local.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, bytes);
  }

  private String rclone(String... arguments) throws Exception {
    return run(
        Stream.concat(
                Stream.of("rclone", "--config=", "--retries=1", "--low-level-retries=1"),
                Stream.of(arguments))
            .toArray(String[]::new));
  }

  private void needs(String... command) throws Exception {
    if (!System.getProperty("clients", "auto").equals("required")) {
      assumeTrue(exitCode(command) == 0, () -> command[0] + " is not installed, or lacks a part");
    }
  }

  private String run(String... command) throws Exception {
    int code = exitCode(command);
    String output = Files.readString(output().toPath());
    assertThat(code).as(output).isZero();
    return output;
  }

  private File output() {
    return directory.resolve("output").toFile();
  }

  private int exitCode(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_")); // the machine's own settings
    environment.put("NO_PROXY", "127.0.0.1");
    environment.put("no_proxy", "127.0.0.1");
    environment.put("RCLONE_CONFIG_ZONE_TYPE", "s3");
    environment.put("RCLONE_CONFIG_ZONE_PROVIDER", "Ceph");
    environment.put("RCLONE_CONFIG_ZONE_ENDPOINT", zone.endpoint().toString());
    environment.put("RCLONE_CONFIG_ZONE_ACCESS_KEY_ID", ACCESS);
    environment.put("RCLONE_CONFIG_ZONE_SECRET_ACCESS_KEY", SECRET);
    Process process;
    try {
      process = builder.redirectErrorStream(true).redirectOutput(output()).start();
    } catch (IOException notThere) {
      Files.writeString(output().toPath(), notThere.toString());
      return -1;
    }
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          String.join(" ", command) + " did not end: " + Files.readString(output().toPath()));
    }
    return process.exitValue();
  }
}
