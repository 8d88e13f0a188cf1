package io.gyre.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chromium without a window, told what to do as W3C WebDriver says: the few commands that the tests
 * of the page need. Each is a POST or GET of JSON to chromedriver.
 */
final class Browser implements AutoCloseable {
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final Pattern PORT = Pattern.compile("on port (\\d+)\\.");
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final long END_SECONDS = 20;
  private static final long LOOK_MILLIS = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final String session;

  /**
   * Starts both.
   *
   * @param directory for the browser's profile and the driver's log
   */
  Browser(Path directory) throws IOException, InterruptedException {
    Path log = directory.resolve("chromedriver.log");
    this.driver =
        new ProcessBuilder("chromedriver", "--port=0")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    String address = "http://127.0.0.1:" + port(log);
    ObjectNode wanted = JSON.createObjectNode();
    ObjectNode always = wanted.putObject("capabilities").putObject("alwaysMatch");
    always.putObject("goog:loggingPrefs").put("browser", "ALL");
    List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--user-data-dir=" + directory.resolve("profile"))
        .forEach(always.putObject("goog:chromeOptions").putArray("args")::add);
    String id = send(address + "/session", wanted).path("sessionId").asText();
    this.session = address + "/session/" + id;
  }

  /** Why it cannot be used here; empty when it can. */
  static String missing() throws IOException, InterruptedException {
    for (String tool : List.of("chromedriver", "chromium")) {
      Process which = new ProcessBuilder("which", tool).redirectErrorStream(true).start();
      if (which.waitFor() != 0) {
        return tool + " is not installed (Debian: chromium chromium-driver)";
      }
    }
    return "";
  }

  private String port(Path log) throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (driver.isAlive() && System.nanoTime() < end) {
      Matcher said = PORT.matcher(Files.readString(log, UTF_8));
      if (said.find()) {
        return said.group(1);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new IllegalStateException("chromedriver did not start: " + Files.readString(log, UTF_8));
  }

  void open(URI page) throws IOException, InterruptedException {
    post("/url", JSON.createObjectNode().put("url", page.toString()));
  }

  /** What a script returns; it is the body of a function. */
  JsonNode run(String script) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("script", script);
    body.putArray("args");
    return post("/execute/sync", body);
  }

  /** The text of the first element that a selector finds, as it is seen. */
  String text(String selector) throws IOException, InterruptedException {
    return get("/element/" + find(selector) + "/text").asText();
  }

  /** Clicks an element, which has to be seen. */
  void click(String selector) throws IOException, InterruptedException {
    run("document.querySelector(\"" + selector + "\").scrollIntoView({block: 'center'})");
    post("/element/" + find(selector) + "/click", JSON.createObjectNode());
  }

  /** Types into an element, after what is there was removed. */
  void type(String selector, String text) throws IOException, InterruptedException {
    String element = find(selector);
    post("/element/" + element + "/clear", JSON.createObjectNode());
    post("/element/" + element + "/value", JSON.createObjectNode().put("text", text));
  }

  /** Presses a key while an element has the focus, or gets it. */
  void press(String selector, String key) throws IOException, InterruptedException {
    post("/element/" + find(selector) + "/value", JSON.createObjectNode().put("text", key));
  }

  /** What a screen reader says an element is. */
  String accessibleName(String element) throws IOException, InterruptedException {
    return get("/element/" + element + "/computedlabel").asText();
  }

  String find(String selector) throws IOException, InterruptedException {
    return post(
            "/element", JSON.createObjectNode().put("using", "css selector").put("value", selector))
        .path(ELEMENT)
        .asText();
  }

  List<String> findAll(String selector) throws IOException, InterruptedException {
    JsonNode found =
        post(
            "/elements",
            JSON.createObjectNode().put("using", "css selector").put("value", selector));
    return found.findValuesAsText(ELEMENT);
  }

  /** As on a screen of this size, in light or dark. */
  void show(int width, int height, boolean phone, String scheme)
      throws IOException, InterruptedException {
    devtools(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", phone ? 2 : 1)
            .put("mobile", phone));
    ObjectNode media = JSON.createObjectNode();
    media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
    devtools("Emulation.setEmulatedMedia", media);
  }

  /** A picture of the whole page. */
  void picture(Path file) throws IOException, InterruptedException {
    JsonNode picture =
        devtools(
            "Page.captureScreenshot",
            JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", true));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(picture.path("data").asText()));
  }

  /** Errors that the page has met. */
  List<String> errors() throws IOException, InterruptedException {
    JsonNode log = post("/se/log", JSON.createObjectNode().put("type", "browser"));
    return log.findParents("message").stream()
        .filter(entry -> entry.path("level").asText().equals("SEVERE"))
        .map(entry -> entry.path("message").asText())
        .toList();
  }

  private JsonNode devtools(String command, ObjectNode parameters)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("cmd", command);
    body.set("params", parameters);
    return post("/goog/cdp/execute", body);
  }

  private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    return send(session + path, body);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return value(HttpRequest.newBuilder(URI.create(session + path)).GET());
  }

  private JsonNode send(String address, ObjectNode body) throws IOException, InterruptedException {
    return value(
        HttpRequest.newBuilder(URI.create(address))
            .POST(BodyPublishers.ofString(body.toString(), UTF_8)));
  }

  private JsonNode value(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            request.timeout(ANSWER).header("Content-Type", "application/json").build(),
            BodyHandlers.ofString(UTF_8));
    JsonNode value = JSON.readTree(answer.body()).path("value");
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          value.path("error").asText() + ": " + value.path("message").asText());
    }
    return value;
  }

  /** The keys of WebDriver that the tests press. */
  static final Map<String, String> KEYS = Map.of("right", "\uE014", "enter", "\uE007");

  @Override
  public void close() throws Exception {
    http.send(
        HttpRequest.newBuilder(URI.create(session)).DELETE().build(), BodyHandlers.discarding());
    driver.destroy();
    if (!driver.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      driver.destroyForcibly();
    }
  }
}
