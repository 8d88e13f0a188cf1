package io.gyre.app;

import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is logged of a configuration before anything is done with it. */
final class StartLog {
  private static final Logger LOG = LoggerFactory.getLogger(StartLog.class);

  private StartLog() {}

  static void announce(GyreConfig config) {
    LOG.debug("{}", config);
    warnIfInsecure("source", config.source());
    warnIfInsecure("destination", config.destination().end());
  }

  private static void warnIfInsecure(String end, ZoneConfig zone) {
    if (zone.insecure()) {
      LOG.warn(
          "{}.insecure is true: anybody between here and {} can read and change what is copied",
          end,
          zone.endpoints());
    }
  }
}
