package io.gyre.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.map.OwnerMap;
import io.gyre.metadata.MetadataDifferences;
import io.gyre.metadata.MetadataKeys;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Compares users. Names come in no order, so each end's are read, and the other end is asked for
 * each.
 */
final class UserCheck {
  private static final String USER = "user";

  /** Users that are asked for at once. */
  private static final int AT_ONCE = 16;

  private final ZoneView source;
  private final ZoneView destination;
  private final Set<String> placements;
  private final OwnerMap owners;
  private final boolean oneWay;

  /**
   * @param placements placement targets of the destination
   * @param owners who stands there for users of the source, who are not there
   */
  UserCheck(
      ZoneView source,
      ZoneView destination,
      Set<String> placements,
      OwnerMap owners,
      boolean oneWay) {
    this.source = source;
    this.destination = destination;
    this.placements = placements;
    this.owners = owners;
    this.oneWay = oneWay;
  }

  /** All but the one with whose credentials the destination is asked, who is its own. */
  Source<Item, NotUsed> users() {
    return Source.lazyCompletionStage(destination::ourselves)
        .flatMapConcat(
            ourselves -> {
              Source<Item, NotUsed> here =
                  MetadataKeys.of(marker -> source.keys(USER, marker))
                      .filter(uid -> !uid.equals(ourselves) && !owners.leavesOut(uid))
                      .mapAsyncUnordered(AT_ONCE, this::first);
              return oneWay ? here : here.concat(extra(ourselves));
            })
        .mapMaterializedValue(ignored -> NotUsed.getInstance());
  }

  private CompletionStage<Item> first(String uid) {
    return Item.after(new Subject.User(uid), () -> look(uid));
  }

  private Source<Item, NotUsed> extra(String ourselves) {
    return MetadataKeys.of(marker -> destination.keys(USER, marker))
        .filter(uid -> !uid.equals(ourselves) && !owners.standsIn(uid))
        .mapAsyncUnordered(
            AT_ONCE,
            uid ->
                isExtra(uid)
                    .exceptionally(unknown -> true)
                    .thenCompose(
                        extra ->
                            extra
                                ? first(uid).thenApply(Optional::of)
                                : CompletableFuture.completedFuture(Optional.<Item>empty())))
        .mapConcat(found -> found.stream().toList());
  }

  /** System users are each zone's own, unless the source has them. */
  private CompletionStage<Boolean> isExtra(String uid) {
    return source
        .metadata()
        .get(USER, uid)
        .thenCombine(
            destination.metadata().get(USER, uid),
            (here, there) -> here.isEmpty() && there.filter(user -> !isSystem(user)).isPresent());
  }

  private static boolean isSystem(JsonNode user) {
    JsonNode system = user.path("data").path("system");
    return system.asBoolean() || system.asText().equals("true");
  }

  private CompletionStage<Look> look(String uid) {
    return source
        .metadata()
        .get(USER, uid)
        .thenCombine(destination.metadata().get(USER, uid), this::compared);
  }

  private Look compared(Optional<JsonNode> here, Optional<JsonNode> there) {
    if (here.isEmpty() || there.isEmpty()) {
      return Look.absent(here.isPresent(), there.isPresent(), here);
    }
    List<String> paths = MetadataDifferences.ofUser(here.get(), there.get(), placements);
    return Look.of(Aspect.hidden(paths), here);
  }
}
