package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.app.Output.Format;
import io.gyre.app.Output.Verbosity;
import io.gyre.config.ConfigLoader;
import io.gyre.failure.LogSubject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The program's own logback.xml, not the tests'. */
class LogsTest {
  private static final Logger OURS = LoggerFactory.getLogger("io.gyre.route.Something");
  private static final Logger PEKKO = LoggerFactory.getLogger("org.apache.pekko.actor.Something");

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void useTheProgramsLogging() throws JoranException {
    context.reset();
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogsTest.class.getResource("/logback.xml"));
    context
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .iteratorForAppenders()
        .forEachRemaining(
            appender -> ((OutputStreamAppender<ILoggingEvent>) appender).setOutputStream(written));
  }

  @AfterEach
  void useTheTestsLogging() throws JoranException {
    MDC.clear();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  @Test
  void oneLinePerEventAndOnlyOurOwnBelowWarnings() {
    Logs.configure(new Output(Format.TEXT, Verbosity.NORMAL));

    OURS.info("hello");
    OURS.debug("unheard");
    PEKKO.info("noise");
    PEKKO.warn("trouble");

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ INFO  Something - hello");
    assertThat(lines().get(1)).endsWith("WARN  Something - trouble");
  }

  @Test
  void verbosityIsAboutOurOwnEvents() {
    Logs.configure(new Output(Format.TEXT, Verbosity.QUIET));
    OURS.info("unheard");
    OURS.warn("heard");
    Logs.configure(new Output(Format.TEXT, Verbosity.VERBOSE));
    OURS.debug("heard, too");
    PEKKO.debug("noise");

    assertThat(lines()).hasSize(2);
  }

  @Test
  void neitherAKeyNorAStackTraceMakesALineOfItsOwn() {
    Logs.configure(new Output(Format.TEXT, Verbosity.NORMAL));

    OURS.warn(
        "cannot copy {}",
        "a\nERROR forged\r",
        new IOException("reset", new IOException("by peer")));

    assertThat(lines())
        .singleElement()
        .asString()
        .contains("cannot copy a ERROR forged ")
        .contains("IOException: by peer")
        .contains("reset");
  }

  @Test
  void anEndThatTrustsAnyCertificateIsWarnedAboutAndNoSecretIsShown() {
    Logs.configure(new Output(Format.TEXT, Verbosity.VERBOSE));

    StartLog.announce(
        new ConfigLoader(Map.of())
            .parse(
                """
                source: { endpoint: "https://a", access-key: AK, secret-key: SESAME, insecure: true }
                destination: { endpoint: "http://b", access-key: DK, secret-key: SESAME }
                """,
                "test"));

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).contains("objectsInFlight=64").contains("secretKey=***");
    assertThat(lines().get(1))
        .contains("WARN")
        .contains("source.insecure")
        .contains("https://a:443");
    assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("SESAME");
  }

  @Test
  void jsonIsOneObjectPerLine() throws IOException {
    Logs.configure(new Output(Format.JSON, Verbosity.NORMAL));

    OURS.warn("cannot copy {}", "\"k\"\n", new IOException("reset"));

    assertThat(lines()).hasSize(1);
    JsonNode event = new ObjectMapper().readTree(lines().get(0));
    assertThat(event.path("level").asText()).isEqualTo("WARN");
    assertThat(event.path("loggerName").asText()).isEqualTo(OURS.getName());
    assertThat(event.path("formattedMessage").asText()).isEqualTo("cannot copy \"k\"\n");
    assertThat(event.path("throwable").path("message").asText()).isEqualTo("reset");
    assertThat(event.path("timestamp").asLong()).isPositive();
  }

  @Test
  void jsonTellsWhatALineIsAbout() throws IOException {
    Logs.configure(new Output(Format.TEXT, Verbosity.NORMAL, Format.JSON));
    Logs.route("a \"b\" -> c");
    try (var subject = LogSubject.of("t/photos", "k\n\"")) {
      OURS.warn("parked");
    }
    OURS.warn("after it");

    JsonNode event = new ObjectMapper().readTree(lines().get(0));
    assertThat(event.path("route").asText()).isEqualTo("a \"b\" -> c");
    assertThat(event.at("/mdc/bucket").asText()).isEqualTo("t/photos");
    assertThat(event.at("/mdc/key").asText()).isEqualTo("k\n\"");
    assertThat(new ObjectMapper().readTree(lines().get(1)).path("mdc")).isEmpty();
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
