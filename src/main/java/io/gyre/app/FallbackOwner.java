package io.gyre.app;

import io.gyre.config.GyreConfig;
import io.gyre.copy.ObjectOwners.Standing;
import io.gyre.metadata.MetadataStore;
import io.gyre.metadata.UserStanding;
import io.gyre.metadata.ZoneFacts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The user that is to own what the destination has no owner for. */
final class FallbackOwner {
  private FallbackOwner() {}

  /** Fails with {@link RouteRefused} when it could not be written in that one's name. */
  static CompletionStage<Void> check(
      GyreConfig config, ZoneFacts destination, MetadataStore users) {
    Optional<String> uid = config.fallbackOwner();
    return uid.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : users
            .get("user", uid.get())
            .thenAccept(user -> check(uid.get(), destination, UserStanding.of(user)));
  }

  private static void check(String uid, ZoneFacts destination, Standing standing) {
    String problem =
        switch (standing) {
          case ABLE -> "";
          case MISSING ->
              "there is no such user. On the destination: radosgw-admin user create --uid="
                  + uid
                  + " --display-name="
                  + uid;
          case SUSPENDED ->
              "that user is suspended. On the destination: radosgw-admin user enable --uid=" + uid;
          case MASKED ->
              "that user's op_mask lacks write or delete. On the destination: radosgw-admin user"
                  + " modify --op-mask='read, write, delete' --uid="
                  + uid;
        };
    if (!problem.isEmpty()) {
      throw new RouteRefused(
          ExitCode.CONFIGURATION,
          "fallback-owner: '" + uid + "' in zone " + destination.zoneName() + ": " + problem);
    }
  }
}
