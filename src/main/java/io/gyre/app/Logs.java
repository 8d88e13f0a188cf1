package io.gyre.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;

/** Sets what is logged, and how, to what the command line asks for. logback.xml holds the rest. */
final class Logs {
  private Logs() {}

  /** From now on. */
  static void configure(Output output) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("io.gyre").setLevel(level(output.verbosity()));
    if (output.format() == Output.Format.JSON) {
      context
          .getLogger(Logger.ROOT_LOGGER_NAME)
          .iteratorForAppenders()
          .forEachRemaining(appender -> writeJson(appender, context));
    }
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
      var encoder = new JsonEncoder();
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
