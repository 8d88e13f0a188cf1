package io.gyre.embedded.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The unfinished uploads of a bucket. Their entries are in the bucket index, in a namespace of
 * their own, so that its log shows them too.
 */
public final class Uploads {
  private static final Comparator<Upload> LISTED =
      Comparator.comparing(Upload::key, KeyOrder.BYTES).thenComparing(Upload::id);

  private final Map<String, Upload> byId = new ConcurrentHashMap<>();
  private final Bucket bucket;
  private final Zone zone;

  Uploads(Bucket bucket, Zone zone) {
    this.bucket = bucket;
    this.zone = zone;
  }

  /** Begins an upload; the attributes are those of the object to be. */
  public Upload start(String key, Attributes attributes, String storageClass) {
    Upload upload = Upload.start(key, attributes, storageClass, zone.clock().next());
    byId.put(upload.id(), upload);
    log(upload, List.of("meta"), IndexOp.WRITE);
    return upload;
  }

  /** The upload with this id, if it is one of this key. */
  public Optional<Upload> find(String key, String id) {
    return Optional.ofNullable(byId.get(id)).filter(upload -> upload.key().equals(key));
  }

  /** All of them by key, then id. */
  public List<Upload> list() {
    return byId.values().stream().sorted(LISTED).toList();
  }

  /** Keeps a part; one of the same number is replaced. */
  public Upload.Part put(Upload upload, int number, Content content) {
    Upload.Part part = new Upload.Part(number, content, zone.clock().next());
    release(upload.parts().put(number, part));
    log(upload, List.of(Integer.toString(number)), IndexOp.WRITE);
    return part;
  }

  /** Ends an upload without an object; false if it is gone already. */
  public boolean abort(Upload upload) {
    if (!byId.remove(upload.id(), upload)) {
      return false;
    }
    upload.received().forEach(this::release);
    finish(upload, false);
    return true;
  }

  /**
   * Makes the object of the given parts; parts that are not named are dropped.
   *
   * @return what was stored; null if the upload is gone already, or the key can have no more
   */
  public @Nullable ObjectVersion complete(
      Upload upload, List<Upload.Part> chosen, String etag, NewVersion wanted) {
    if (!byId.remove(upload.id(), upload)) {
      return null;
    }
    Body body = Body.join(chosen.stream().map(part -> part.content().body()).toList());
    List<PartSize> sizes =
        chosen.stream().map(part -> new PartSize(part.number(), part.content().size())).toList();
    NewObject object =
        new NewObject(
            upload.key(),
            new Content(body, etag, sizes, upload.storageClass()),
            upload.attributes(),
            wanted.versionId(),
            wanted.epoch());
    ObjectVersion stored = bucket.put(object, wanted.precondition());
    upload.received().stream().filter(part -> !chosen.contains(part)).forEach(this::release);
    finish(upload, true);
    return stored;
  }

  /** What a system user may ask for when an upload is completed. */
  public record NewVersion(String versionId, long epoch, Precondition precondition) {}

  private void finish(Upload upload, boolean completed) {
    List<String> names =
        new ArrayList<>(upload.parts().keySet().stream().map(Object::toString).toList());
    names.add(completed ? names.size() : 0, "meta");
    log(upload, names, IndexOp.DEL);
  }

  private void log(Upload upload, List<String> names, IndexOp op) {
    for (String name : names) {
      IndexChange change =
          new IndexChange(
              op,
              "",
              zone.clock().next(),
              Ids.writeTag(),
              zone.nextEpoch(),
              false,
              false,
              Owner.NOBODY);
      bucket.logRaw(upload.key(), upload.rawName(name), List.of(change));
    }
  }

  private void release(Upload.@Nullable Part part) {
    if (part != null) {
      zone.capacity().release(part.content().body());
    }
  }
}
