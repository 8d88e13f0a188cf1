package io.gyre.route;

import io.gyre.checkpoint.ParkedEntry;
import io.gyre.copy.CopyTask;
import io.gyre.copy.CopyTask.Intent;
import io.gyre.copy.ObjectVersion;
import io.gyre.log.BucketIndexEntry;
import io.gyre.log.BucketIndexEntry.Op;
import io.gyre.log.ListedVersion;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What the entries of logs and listings call for. */
final class EntryTasks {
  private EntryTasks() {}

  /** What an entry of a bucket index log calls for: one task or none. */
  static List<CopyTask> of(BucketIndexEntry entry) {
    if (!entry.complete() || entry.inNamespace() || announcesLink(entry)) {
      return List.of();
    }
    return switch (entry.op()) {
      case WRITE, LINK_OLH -> List.of(task(entry, Intent.WRITE));
      case LINK_OLH_DEL -> List.of(task(entry, Intent.MARK));
      case DEL, UNLINK_INSTANCE -> List.of(task(entry, Intent.REMOVE));
      case CANCEL, SYNCSTOP, RESYNC, UNKNOWN -> List.of();
    };
  }

  /** The write of a new version is followed by the entry that links it, which has its epoch. */
  private static boolean announcesLink(BucketIndexEntry entry) {
    return entry.op() == Op.WRITE && entry.versioned() && !entry.instance().isEmpty();
  }

  /** What a listed version calls for. */
  static CopyTask of(ListedVersion listed, boolean recheck) {
    return new CopyTask(
        listed.key(),
        listed.versionId().equals(ObjectVersion.NULL) ? "" : listed.versionId(),
        listed.deleteMarker() ? Intent.MARK : Intent.WRITE,
        listed.olhEpoch(),
        listed.owner(),
        listed.mtime(),
        listed.size(),
        true,
        recheck);
  }

  /** The removal of a version that only the destination lists. */
  static CopyTask removalOf(ListedVersion extra) {
    return new CopyTask(
        extra.key(),
        extra.versionId().equals(ObjectVersion.NULL) ? "" : extra.versionId(),
        Intent.REMOVE,
        OptionalLong.empty(),
        "",
        extra.mtime(),
        CopyTask.UNKNOWN_SIZE,
        false,
        false);
  }

  /** A parked entry, tried again; both ends are asked first where a write had no answer. */
  static CopyTask of(ParkedEntry parked) {
    return new CopyTask(
        parked.key(),
        parked.instance(),
        Intent.valueOf(parked.operation().toUpperCase(Locale.ROOT)),
        parked.olhEpoch(),
        "",
        CopyTask.UNKNOWN_MTIME,
        CopyTask.UNKNOWN_SIZE,
        false,
        parked.unknownOutcome());
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
        false,
        false);
  }
}
