package io.gyre.app;

import io.gyre.check.Depth;
import io.gyre.check.Sample;
import io.gyre.check.Scope;
import io.gyre.config.GyreConfig;
import java.util.List;

/** What a comparison is about. */
final class CheckScopes {
  private CheckScopes() {}

  /** All that a configuration selects. */
  static Scope all(GyreConfig config, Depth depth, Sample sample) {
    return new Scope(
        config.withUsers(),
        List.of(),
        bucket -> config.select().buckets().accepts(bucket.tenant(), bucket.name()),
        !config.metadataOnly(),
        false,
        depth,
        sample,
        (bucket, owner) -> config.select().buckets().accepts(bucket.tenant(), bucket.name(), owner),
        config.select().contents(),
        !config.dataOnly());
  }
}
