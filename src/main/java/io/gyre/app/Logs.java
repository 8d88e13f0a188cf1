package io.gyre.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.slf4j.LoggerFactory;

/** Sets what is logged, and how, to what the command line asks for. logback.xml holds the rest. */
final class Logs {
  private static final String ROUTE = "route";

  private Logs() {}

  /** Puts the route at the head of each line. */
  private static final class WithRoute extends JsonEncoder {
    @Override
    public byte[] encode(ILoggingEvent event) {
      byte[] line = super.encode(event);
      String route = getContext().getProperty(ROUTE);
      if (route == null || line.length == 0 || line[0] != '{') {
        return line;
      }
      String head = "{\"" + ROUTE + "\":" + JsonNodeFactory.instance.textNode(route) + ",";
      return (head + new String(line, 1, line.length - 1, UTF_8)).getBytes(UTF_8);
    }
  }

  /** From now on. */
  static void configure(Output output) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("io.gyre").setLevel(level(output.verbosity()));
    if (output.logs() == Output.Format.JSON) {
      context
          .getLogger(Logger.ROOT_LOGGER_NAME)
          .iteratorForAppenders()
          .forEachRemaining(appender -> writeJson(appender, context));
    }
  }

  /** What is replicated, as each line of JSON says from now on. */
  static void route(String name) {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).putProperty(ROUTE, name);
  }

  private static Level level(Output.Verbosity verbosity) {
    return switch (verbosity) {
      case QUIET -> Level.WARN;
      case NORMAL -> Level.INFO;
      case VERBOSE -> Level.DEBUG;
    };
  }

  private static void writeJson(Appender<ILoggingEvent> appender, LoggerContext context) {
    if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
      var encoder = new WithRoute();
      encoder.setContext(context);
      encoder.setWithFormattedMessage(true);
      encoder.setWithMessage(false);
      encoder.setWithArguments(false);
      encoder.setWithSequenceNumber(false);
      encoder.setWithNanoseconds(false);
      encoder.setWithContext(false);
      encoder.start();
      stream.setEncoder(encoder);
    }
  }
}
