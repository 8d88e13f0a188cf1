package io.gyre.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask for what: what pages of other origins, other names and other clients get. */
class DoorkeeperTest {
  private static final String TOKEN = "0123456789abcdef";

  @TempDir private static Path directory;
  private static OpsFixture open;
  private static OpsFixture guarded;

  @BeforeAll
  static void start() throws Exception {
    open = new OpsFixture(directory.resolve("a"), "hosts: [ gyre.example ]");
    guarded = new OpsFixture(directory.resolve("b"), "token: " + TOKEN);
  }

  @AfterAll
  static void stop() throws Exception {
    open.close();
    guarded.close();
  }

  /** The page of another site whose name leads to 127.0.0.1 (DNS rebinding) is the fifth. */
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:PORT, 200",
    "localhost:PORT, 200",
    "localhost, 200",
    "GYRE.example:80, 200",
    "evil.example:PORT, 421",
    "127.0.0.1.evil.example, 421",
    "10.0.0.1, 421",
  })
  void onlyItsOwnNamesAreAnswered(String host, int status) throws IOException {
    assertThat(
            RawRequest.status(
                open.at("/"),
                "GET /api/v1/status HTTP/1.1",
                "Host: " + host.replace("PORT", "" + open.at("/").getPort())))
        .isEqualTo(status);
  }

  @Test
  void aPageOfAnotherOriginCanNeitherReadNorChangeAnything() throws Exception {
    String own = "http://127.0.0.1:" + open.at("/").getPort();
    assertThat(open.get("/api/v1/status", "Origin", own).statusCode()).isEqualTo(200);
    for (String origin : new String[] {"http://evil.example", "null", "https" + own.substring(4)}) {
      assertThat(open.get("/api/v1/status", "Origin", origin).statusCode()).isEqualTo(403);
      assertThat(post(open, "Origin", origin)).isEqualTo(403);
    }
    assertThat(open.get("/api/v1/status", "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(open.get("/api/v1/status", "Sec-Fetch-Site", "same-site").statusCode())
        .isEqualTo(403);
    assertThat(open.get("/api/v1/status", "Sec-Fetch-Site", "same-origin").statusCode())
        .isEqualTo(200);
  }

  /** A link on another page may lead to ours, but not start a download of the API's. */
  @Test
  void aLinkMayLeadToThePage() throws Exception {
    String[] followed = {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"};
    assertThat(open.get("/", followed).statusCode()).isEqualTo(200);
    assertThat(open.get("/api/v1/status", followed).statusCode()).isEqualTo(403);
  }

  /** What a form of another page can send without being asked for permission first. */
  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void whatAFormCanSendIsRefused(String type) throws Exception {
    assertThat(open.post("/api/v1/pause", "{}", "Content-Type", type).statusCode()).isEqualTo(415);
  }

  @Test
  void withoutTheTokenThereIsOnlyThePageAndWhetherItIsAlive() throws Exception {
    for (String path : new String[] {"/api/v1/status", "/api/v1/parked", "/nowhere"}) {
      assertThat(guarded.get(path).statusCode()).as(path).isEqualTo(401);
      assertThat(guarded.get(path, "Authorization", "Bearer 0123456789abcdeX").statusCode())
          .isEqualTo(401);
      assertThat(guarded.get(path, "Authorization", TOKEN).statusCode()).isEqualTo(401);
    }
    assertThat(post(guarded, "Accept", "*/*")).isEqualTo(401);
    assertThat(guarded.get("/api/v1/status").headers().firstValue("WWW-Authenticate"))
        .contains("Bearer");
    assertThat(guarded.get("/").statusCode()).isEqualTo(200);
    assertThat(guarded.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(guarded.get("/health/ready").body()).isEqualTo("{\"ready\":false}");
  }

  @Test
  void withTheTokenThereIsEverything() throws Exception {
    String[] shown = {"Authorization", "Bearer " + TOKEN};
    assertThat(guarded.get("/api/v1/status", shown).statusCode()).isEqualTo(200);
    assertThat(guarded.get("/health/ready", shown).body()).contains("reasons");
    assertThat(guarded.get("/api/v1/status", shown).body()).doesNotContain(TOKEN);
  }

  private static int post(OpsFixture to, String... headers) throws Exception {
    String[] all = {"Content-Type", "application/json", headers[0], headers[1]};
    return to.post("/api/v1/pause", "{}", all).statusCode();
  }
}
