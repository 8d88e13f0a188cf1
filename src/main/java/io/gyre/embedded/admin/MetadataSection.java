package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.BucketRecord;
import io.gyre.embedded.model.Buckets;
import io.gyre.embedded.model.EntryPoint;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.MetaObject;
import io.gyre.embedded.model.Placements;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Users;
import io.gyre.embedded.model.Zone;
import java.util.List;
import java.util.Optional;

/** One section of the metadata API, over the part of the zone that it is about. */
interface MetadataSection {
  List<String> keys();

  Optional<MetaObject> get(String key);

  void put(String key, MetaObject object);

  boolean remove(String key);

  /** The status of a PUT that was applied. */
  default int putStatus() {
    return 204;
  }

  static MetadataSection named(Zone zone, String name) {
    return switch (name) {
      case Users.SECTION -> new OfUsers(zone.users());
      case Buckets.ENTRY -> new OfEntryPoints(zone.buckets());
      case Buckets.INSTANCE -> new OfInstances(zone.buckets(), zone.placements());
      case "otp" -> new Empty();
      default -> throw ErrorCode.NO_SUCH_KEY.refusal();
    };
  }

  /** Users. The key is not checked against the body, which decides: 16.2 does that. */
  record OfUsers(Users users) implements MetadataSection {
    @Override
    public List<String> keys() {
      return users.ids();
    }

    @Override
    public Optional<MetaObject> get(String key) {
      return users.find(key).map(User::meta);
    }

    @Override
    public void put(String key, MetaObject object) {
      if (users.put(object).isEmpty()) {
        throw ErrorCode.BUCKET_ALREADY_EXISTS.refusal();
      }
    }

    @Override
    public boolean remove(String key) {
      return users.remove(key);
    }
  }

  /** Entry points. */
  record OfEntryPoints(Buckets buckets) implements MetadataSection {
    @Override
    public List<String> keys() {
      return buckets.entryKeys();
    }

    @Override
    public Optional<MetaObject> get(String key) {
      return buckets.entry(key).map(EntryPoint::meta);
    }

    @Override
    public void put(String key, MetaObject object) {
      String linked = object.data().path("linked").asText("true");
      ObjectNode data = object.data().put("linked", linked);
      buckets.putEntry(key, new MetaObject(data, object.version(), object.mtime()));
    }

    @Override
    public boolean remove(String key) {
      return buckets.removeEntry(key);
    }

    @Override
    public int putStatus() {
      return 200;
    }
  }

  /** Instances. Name, tenant and id are those of the key; where one is kept does not change. */
  record OfInstances(Buckets buckets, Placements placements) implements MetadataSection {
    @Override
    public List<String> keys() {
      return buckets.instanceKeys();
    }

    @Override
    public Optional<MetaObject> get(String key) {
      return buckets
          .instance(key)
          .map(Bucket::record)
          .map(record -> new MetaObject(record.data(), record.version(), record.mtime()));
    }

    @Override
    public void put(String key, MetaObject object) {
      int colon = key.indexOf(':');
      if (colon < 0) {
        throw ErrorCode.INVALID_ARGUMENT.refusal();
      }
      BucketRecord record = BucketRecord.of(object);
      String name = key.substring(key.indexOf('/') + 1, colon);
      String tenant = key.contains("/") ? key.substring(0, key.indexOf('/')) : "";
      String id = key.substring(colon + 1);
      buckets.putInstance(
          record
              .with("bucket", Json.bucket(tenant, name, record.marker(), id))
              .with("placement_rule", TextNode.valueOf(placement(key, record))));
    }

    private String placement(String key, BucketRecord wanted) {
      Optional<Bucket> present = buckets.instance(key);
      if (present.isEmpty() && !placements.has(wanted.placement())) {
        throw ErrorCode.INVALID_ARGUMENT.refusal();
      }
      return present
          .map(bucket -> bucket.record().placement().text())
          .orElseGet(() -> wanted.info().path("placement_rule").asText());
    }

    @Override
    public boolean remove(String key) {
      return buckets.removeInstance(key);
    }
  }

  /** A section that holds nothing here. */
  record Empty() implements MetadataSection {
    @Override
    public List<String> keys() {
      return List.of();
    }

    @Override
    public Optional<MetaObject> get(String key) {
      return Optional.empty();
    }

    @Override
    public void put(String key, MetaObject object) {
      throw ErrorCode.NOT_IMPLEMENTED.refusal();
    }

    @Override
    public boolean remove(String key) {
      return false;
    }
  }
}
