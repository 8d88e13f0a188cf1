package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.map.NameClashes;
import io.gyre.map.Places;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * Asks both ends, before the first copy of a route, how much there is to come and what stands in
 * its way. Only reads. What cannot be found out is said, and stops nothing.
 *
 * <p>The gateway (16.2) finds a user by name and by access key, but for a reader not by e-mail
 * address; so the destination's users are read when the source has addresses, for a limited time.
 */
public final class Preflight {
  private static final String USER = "user";
  private static final String BUCKET = "bucket";
  private static final int AT_ONCE = 8;

  /** For each of: the source's users, its buckets, the destination's users. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MetadataStore source;
  private final Optional<MetadataStore> destination;
  private final Optional<BucketSizes> sizes;
  private final Set<String> placements;
  private final Set<String> storageClasses;
  private final NameClashes names;
  private final Selection selection;
  private final Materializer materializer;
  private final PreflightTally tally = new PreflightTally();

  /**
   * Names there of buckets that are copies; these, and the others, as many as there are buckets.
   */
  private final Set<BucketName> ours = ConcurrentHashMap.newKeySet();

  private final Queue<Met> unclear = new ConcurrentLinkedQueue<>();

  /**
   * @param sizes of the source's buckets; empty where no objects are copied
   */
  public Preflight(
      MetadataStore source,
      MetadataStore destination,
      Optional<BucketSizes> sizes,
      ZoneFacts destinationFacts,
      Selection selection,
      Materializer materializer) {
    this(
        source,
        Optional.of(destination),
        sizes,
        destinationFacts.placements(),
        destinationFacts.storageClasses(),
        selection,
        materializer);
  }

  /** To a destination without metadata to ask for, and without users: says what is to come only. */
  public Preflight(
      MetadataStore source,
      Optional<BucketSizes> sizes,
      Selection selection,
      Materializer materializer) {
    this(source, Optional.empty(), sizes, Set.of(), Set.of(), selection, materializer);
  }

  private Preflight(
      MetadataStore source,
      Optional<MetadataStore> destination,
      Optional<BucketSizes> sizes,
      Set<String> placements,
      Set<String> storageClasses,
      Selection selection,
      Materializer materializer) {
    this.source = source;
    this.destination = destination;
    this.sizes = sizes;
    this.placements = placements;
    this.storageClasses = storageClasses;
    this.names = new NameClashes(selection.places());
    this.selection = selection;
    this.materializer = materializer;
  }

  /** Asks; to be called once. */
  public CompletionStage<PreflightFacts> run() {
    classes();
    return users()
        .thenCompose(done -> owners())
        .thenCompose(done -> each("the source's buckets", source, BUCKET, this::bucket))
        .thenCompose(done -> together())
        .thenApply(done -> tally.facts(sizes.isPresent()));
  }

  /** Of a store nobody knows which classes it has. */
  private void classes() {
    if (destination.isPresent()) {
      selection
          .map()
          .classes()
          .lackedBy(storageClasses)
          .forEach(name -> tally.collision(new Collision.NoClass(name)));
    }
  }

  private CompletionStage<Void> owners() {
    CompletionStage<Void> asked = done();
    for (String uid : selection.map().owners().targets()) {
      asked =
          asked.thenCompose(
              before ->
                  destination
                      .map(there -> owner(uid, there))
                      .orElseGet(Preflight::done)
                      .exceptionally(failure -> gap("user " + uid, failure)));
    }
    return asked;
  }

  private CompletionStage<Void> owner(String uid, MetadataStore there) {
    return there
        .get(USER, uid)
        .thenAccept(
            user -> {
              if (user.isEmpty()) {
                tally.collision(new Collision.NoOwner(uid));
              }
            });
  }

  private CompletionStage<Void> users() {
    return destination
        .filter(zone -> selection.users())
        .map(this::users)
        .orElseGet(Preflight::done);
  }

  private CompletionStage<Void> users(MetadataStore there) {
    return there
        .ourselves()
        .thenCompose(
            ourselves ->
                each(
                    "the source's users",
                    source,
                    USER,
                    uid ->
                        uid.equals(ourselves) || selection.map().owners().leavesOut(uid)
                            ? done()
                            : user(uid, there)))
        .thenCompose(done -> emails(there))
        .exceptionally(failure -> gap("the users", failure));
  }

  private CompletionStage<Void> emails(MetadataStore there) {
    return tally.anyEmails()
        ? each(
            "the e-mail addresses of the destination's users",
            there,
            USER,
            holder -> theirs(holder, there))
        : done();
  }

  private CompletionStage<Void> each(
      String what,
      MetadataStore zone,
      String section,
      Function<String, CompletionStage<Void>> ask) {
    return MetadataKeys.of(zone, section)
        .mapAsyncUnordered(
            AT_ONCE,
            key ->
                ask.apply(key)
                    .exceptionally(failure -> gap(section + " " + key, failure))
                    .thenApply(asked -> Done.getInstance()))
        .completionTimeout(PATIENCE)
        .runWith(Sink.ignore(), materializer)
        .handle((done, failure) -> failure == null ? null : gap("not all of " + what, failure));
  }

  @SuppressWarnings("NullAway") // the only value of type Void
  private Void gap(String what, Throwable failure) {
    tally.gap(what + ": " + GatewayException.unwrap(failure).getMessage());
    return null;
  }

  private CompletionStage<Void> user(String uid, MetadataStore destination) {
    return source
        .get(USER, uid)
        .thenCompose(
            user ->
                user.isEmpty()
                    ? done()
                    : destination
                        .get(USER, uid)
                        .thenCompose(there -> user(uid, user.get(), there, destination)));
  }

  private CompletionStage<Void> user(
      String uid, JsonNode user, Optional<JsonNode> there, MetadataStore destination) {
    JsonNode wanted = UserPlan.atDestination(user, placements);
    if (there.isPresent() && !UserPlan.isCurrent(wanted, there.get())) {
      boolean adopted = selection.adoptUser().test(uid);
      tally.collision(new Collision.User(uid, adopted));
      if (!adopted) {
        tally.refusedUser(uid);
        return done();
      }
    }
    return ForeignKey.of(uid, wanted, destination)
        .thenAccept(
            foreign -> {
              if (foreign.isEmpty()) {
                tally.user(uid, UserPlan.email(wanted));
              } else {
                ForeignKey key = foreign.get();
                tally.refusedUser(uid);
                tally.collision(new Collision.AccessKey(uid, key.accessKey(), key.holder()));
              }
            });
  }

  private CompletionStage<Void> theirs(String holder, MetadataStore destination) {
    return destination
        .get(USER, holder)
        .thenAccept(
            user ->
                user.map(UserPlan::email)
                    .flatMap(tally::ownerOfEmail)
                    .filter(uid -> !uid.equals(holder))
                    .ifPresent(uid -> tally.collision(new Collision.Email(uid, holder))));
  }

  private CompletionStage<Void> bucket(String key) {
    BucketName name = BucketName.parse(key);
    if (!selection.buckets().test(name)) {
      return done();
    }
    names
        .add(name)
        .ifPresent(
            clash ->
                tally.collision(new Collision.Names(clash.one(), clash.other(), clash.there())));
    return source
        .get(BUCKET, key)
        .thenCompose(
            entry ->
                entry.isEmpty() || !selection.owners().test(name, SourceBucket.ownerOf(entry.get()))
                    ? done()
                    : destination
                        .map(zone -> zone.get(BUCKET, key))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()))
                        .thenCompose(there -> bucket(name, entry.get(), there)));
  }

  private CompletionStage<Void> bucket(BucketName name, JsonNode entry, Optional<JsonNode> there) {
    Places places = selection.places();
    if (there.isEmpty()) {
      return comes(name, entry);
    }
    if (SourceBucket.isCopy(name, entry, DestinationBucket.of(there.get()), places)) {
      ours.add(places.nameOf(name));
      return comes(name, entry);
    }
    Met met = new Met(name, entry, SourceBucket.ownerOf(there.get()));
    if (places.mayShare(name)) {
      unclear.add(met);
      return done();
    }
    return another(met);
  }

  /** A bucket of the source, and whose the one in its place is. */
  private record Met(BucketName name, JsonNode entry, String owner) {}

  /** Buckets that are in one there: that is known by the one it was made for. */
  private CompletionStage<Void> together() {
    CompletionStage<Void> asked = done();
    for (Met met : unclear) {
      asked =
          asked
              .thenCompose(
                  before ->
                      ours.contains(selection.places().nameOf(met.name()))
                          ? comes(met.name(), met.entry())
                          : another(met))
              .exceptionally(failure -> gap("bucket " + met.name(), failure));
    }
    return asked;
  }

  private CompletionStage<Void> another(Met met) {
    boolean adopted = selection.adoptBucket().test(met.name());
    tally.collision(
        new Collision.Bucket(
            met.name(), selection.places().nameOf(met.name()), met.owner(), adopted));
    if (!adopted) {
      tally.refusedBucket();
      return done();
    }
    return comes(met.name(), met.entry());
  }

  private CompletionStage<Void> comes(BucketName name, JsonNode entry) {
    if (tally.isRefused(SourceBucket.ownerOf(entry))) {
      tally.refusedBucket();
      return done();
    }
    tally.bucket();
    return sizes
        .map(each -> each.of(name).thenAccept(size -> size.ifPresent(tally::contents)))
        .orElseGet(Preflight::done);
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
