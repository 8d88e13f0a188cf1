package io.gyre.embedded.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a bucket's name stands for: an instance and, when linked, a place in its owner's list. */
public record EntryPoint(MetaObject meta) {
  /** A linked entry point of an instance. */
  static ObjectNode data(BucketRecord record) {
    ObjectNode data = Json.object();
    data.set("bucket", record.info().path("bucket").deepCopy());
    return data.put("owner", record.owner())
        .put("creation_time", record.info().path("creation_time").asText())
        .put("linked", "true")
        .put("has_bucket_info", "false");
  }

  /** {@code [tenant/]name:bucket_id} of the instance. */
  public String instanceKey() {
    return key() + ":" + bucket().path("bucket_id").asText();
  }

  /** {@code [tenant/]name}. */
  public String key() {
    String tenant = bucket().path("tenant").asText();
    String name = bucket().path("name").asText();
    return tenant.isEmpty() ? name : tenant + "/" + name;
  }

  /** The owner's user id. */
  public String owner() {
    return meta.data().path("owner").asText();
  }

  /** True if the bucket is in its owner's list. The gateway writes it as text. */
  public boolean linked() {
    return meta.data().path("linked").asText().equals("true");
  }

  private JsonNode bucket() {
    return meta.data().path("bucket");
  }
}
