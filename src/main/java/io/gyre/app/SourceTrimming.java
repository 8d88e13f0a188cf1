package io.gyre.app;

import io.gyre.doctor.Period;
import io.gyre.doctor.Period.Member;
import io.gyre.log.LogTrimming;
import io.gyre.metadata.ZoneFacts;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.RgwLogTrimming;
import io.gyre.rgw.RgwZone;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the source's logs are trimmed: only when that is asked for, and when no zone of the
 * period reads them too, which would miss what it has not read.
 */
final class SourceTrimming {
  private static final Logger LOG = LoggerFactory.getLogger(SourceTrimming.class);

  private SourceTrimming() {}

  static CompletionStage<LogTrimming> of(boolean wanted, ZoneFacts source, GatewayClient gateway) {
    if (!wanted) {
      return CompletableFuture.completedFuture(LogTrimming.NONE);
    }
    return new RgwZone(gateway)
        .period()
        .thenApply(
            period -> {
              List<String> readers = period.map(known -> readers(known, source)).orElse(List.of());
              if (readers.isEmpty()) {
                LOG.info("source: its logs are trimmed behind what is done");
                return new RgwLogTrimming(gateway);
              }
              LOG.warn(
                  "source: its logs are not trimmed, as trim: true asks: {} syncs from it too and would"
                      + " miss what it has not read",
                  readers);
              return LogTrimming.NONE;
            });
  }

  private static List<String> readers(Period period, ZoneFacts source) {
    Optional<Member> here =
        period.members().stream().filter(member -> member.id().equals(source.zoneId())).findFirst();
    return period.members().stream()
        .filter(Member::deployed)
        .filter(member -> here.filter(member::readsLogsOf).isPresent())
        .map(Member::name)
        .toList();
  }
}
