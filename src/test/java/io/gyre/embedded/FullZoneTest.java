package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.embedded.EmbeddedSettings.Room;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A zone with room for 100 kB in memory and for 300 kB in files. */
class FullZoneTest {
  private static final int KB = 1000;

  @TempDir private Path directory;
  private EmbeddedZone zone;
  private WireClient client;

  @BeforeEach
  void start() {
    Room room = new Room(100 * KB, 300 * KB, Optional.of(directory));
    zone = EmbeddedZone.start(EmbeddedSettings.named("full-1").with(room));
    client = new WireClient(zone.endpoint(), zone.key().id(), zone.key().secret());
    client.put("/full");
  }

  @AfterEach
  void stop() {
    zone.close();
  }

  private WireClient.Answer put(String key, byte[] body) {
    return client.send("PUT", "/full/" + key, Map.of(), body);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i % 251);
    }
    return bytes;
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  @Test
  void whatMemoryHasNoRoomForGoesToFilesAndIsTheSame() throws IOException {
    assertThat(put("memory", bytes(80 * KB)).status()).isEqualTo(200);
    assertThat(files()).isZero();
    assertThat(put("file", bytes(200 * KB)).status()).isEqualTo(200);
    assertThat(files()).isEqualTo(1);

    assertThat(client.get("/full/file").bytes()).isEqualTo(bytes(200 * KB));
    var part =
        client.send("GET", "/full/file", Map.of("range", "bytes=150000-160000"), new byte[0]);
    assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(bytes(200 * KB), 150_000, 160_001));
    Map<String, String> copy = Map.of("x-amz-copy-source", "/full/memory");
    assertThat(client.send("PUT", "/full/copy", copy, new byte[0]).status())
        .as("a copy is counted as if it had bytes of its own")
        .isEqualTo(507);
  }

  @Test
  void whatNothingHasRoomForIsRefusedUntilSomethingIsRemoved() {
    put("memory", bytes(80 * KB));
    put("file", bytes(200 * KB));
    var refused = put("more", bytes(150 * KB));
    assertThat(refused.status()).isEqualTo(507);
    assertThat(refused.body()).contains("<Code>InsufficientCapacity</Code>", "this zone is full");
    assertThat(client.get("/full/more").status()).isEqualTo(404);

    client.delete("/full/file");
    assertThat(put("more", bytes(150 * KB)).status()).isEqualTo(200);
    assertThat(client.get("/full/more").bytes()).hasSize(150 * KB);
  }

  @Test
  void nothingIsLostToBodiesThatWereRefused() {
    Map<String, String> wrong = Map.of("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==");
    for (int i = 0; i < 5; i++) {
      assertThat(client.send("PUT", "/full/k", wrong, bytes(80 * KB)).status()).isEqualTo(400);
    }
    assertThat(zone.zone().capacity().memoryUsed()).isZero();
    assertThat(zone.zone().capacity().diskUsed()).isZero();
  }
}
