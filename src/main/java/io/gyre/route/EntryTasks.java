package io.gyre.route;

import io.gyre.checkpoint.ParkedEntry;
import io.gyre.copy.CopyTask;
import io.gyre.copy.CopyTask.Intent;
import io.gyre.log.BucketIndexEntry;
import io.gyre.log.ListedVersion;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What the entries of logs and listings call for. */
final class EntryTasks {
  private EntryTasks() {}

  /** What an entry of a bucket index log calls for; empty when nothing. */
  static Optional<CopyTask> of(BucketIndexEntry entry) {
    if (!entry.complete() || entry.inNamespace()) {
      return Optional.empty();
    }
    return switch (entry.op()) {
      case WRITE, LINK_OLH -> Optional.of(task(entry, Intent.WRITE));
      case DEL, UNLINK_INSTANCE, LINK_OLH_DEL -> Optional.of(task(entry, Intent.REMOVE));
      case CANCEL, SYNCSTOP, RESYNC, UNKNOWN -> Optional.empty();
    };
  }

  /** What a listed version calls for. */
  static CopyTask of(ListedVersion listed, boolean recheck) {
    return new CopyTask(
        listed.key(),
        listed.versionId().equals("null") ? "" : listed.versionId(),
        Intent.WRITE,
        listed.olhEpoch(),
        listed.owner(),
        listed.mtime(),
        listed.size(),
        recheck);
  }

  /** A parked entry, tried again. */
  static CopyTask of(ParkedEntry parked) {
    return new CopyTask(
        parked.key(),
        parked.instance(),
        Intent.valueOf(parked.operation().toUpperCase(Locale.ROOT)),
        parked.olhEpoch(),
        "",
        Instant.EPOCH,
        CopyTask.UNKNOWN_SIZE,
        false);
  }

  private static CopyTask task(BucketIndexEntry entry, Intent intent) {
    return new CopyTask(
        entry.key(),
        entry.instance(),
        intent,
        entry.hasOlhEpoch() ? OptionalLong.of(entry.epoch()) : OptionalLong.empty(),
        entry.owner(),
        entry.timestamp(),
        CopyTask.UNKNOWN_SIZE,
        false);
  }
}
