package io.gyre.app;

import io.gyre.config.GyreConfig;
import io.gyre.metadata.ZoneFacts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A destination that nobody but Gyre is to write to, where the configuration asks for that. */
final class ReadOnlyDestination {
  private ReadOnlyDestination() {}

  /**
   * Fails with {@link RouteRefused} when others could write to it.
   *
   * @param readOnly asks it whether only system users may
   */
  static CompletionStage<Void> check(
      GyreConfig config, ZoneFacts destination, Supplier<CompletionStage<Boolean>> readOnly) {
    return config.readOnlyDestination()
        ? readOnly
            .get()
            .thenAccept(
                is -> {
                  if (!is) {
                    throw new RouteRefused(ExitCode.CONFIGURATION, refusal(destination));
                  }
                })
        : CompletableFuture.completedFuture(null);
  }

  private static String refusal(ZoneFacts destination) {
    return "read-only-destination: everybody may write to zone "
        + destination.zoneName()
        + ". On the destination: radosgw-admin zone modify --rgw-zone="
        + destination.zoneName()
        + " --read-only && radosgw-admin period update --commit";
  }
}
