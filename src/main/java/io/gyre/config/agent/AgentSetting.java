package io.gyre.config.agent;

import static io.gyre.config.agent.AgentSetting.Role.IGNORED;
import static io.gyre.config.agent.AgentSetting.Role.IGNORED_SWITCH;
import static io.gyre.config.agent.AgentSetting.Role.SECRET;
import static io.gyre.config.agent.AgentSetting.Role.SWITCH;
import static io.gyre.config.agent.AgentSetting.Role.VALUE;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that could be set for radosgw-agent: in release 1.2.7, and before it in 2013. The name
 * of a flag with underscores is the key in the file.
 */
public enum AgentSetting {
  SRC_ACCESS_KEY(VALUE, "KEY", "Access key of the source's system user.", "src-access-key"),
  SRC_SECRET_KEY(SECRET, "SECRET", "Its secret key; better kept in the file.", "src-secret-key"),
  DEST_ACCESS_KEY(VALUE, "KEY", "Access key of the destination's system user.", "dest-access-key"),
  DEST_SECRET_KEY(SECRET, "SECRET", "Its secret key; better kept in the file.", "dest-secret-key"),
  DESTINATION(VALUE, "URL", "The same as the parameter.", "destination"),
  SOURCE(VALUE, "URL", "A gateway of the source zone.", "source"),
  SRC_ZONE(
      VALUE,
      "ZONE",
      "Name of the source zone. Without --source, the destination is asked for its endpoints.",
      "src-zone",
      "src-az",
      "source-availability-zone"),
  METADATA_ONLY(SWITCH, "", "Users and buckets, no objects.", "metadata-only"),
  SYNC_SCOPE(
      VALUE,
      "SCOPE",
      "full: everything once, then exit. incremental (the default): for ever.",
      "sync-scope"),
  MAX_ENTRIES(VALUE, "N", "Entries per read of a log; 1000 by default and at most.", "max-entries"),
  INCREMENTAL_SYNC_DELAY(
      VALUE,
      "SECONDS",
      "Pause between two reads of a log shard that is quiet; 20 by default.",
      "incremental-sync-delay",
      "partial-sync-delay"),
  RGW_DATA_LOG_WINDOW(
      VALUE, "SECONDS", "The source's rgw_data_log_window; 30 by default.", "rgw-data-log-window"),
  VERBOSE(SWITCH, "", "Log everything.", "verbose"),
  QUIET(SWITCH, "", "Log warnings and errors only.", "quiet"),
  STATE(VALUE, "DIR", "Where to keep what is done; radosgw-agent had no such flag.", "state"),

  VERSIONED(
      IGNORED_SWITCH, "", "whether a bucket is versioned is read from the bucket", "versioned"),
  NUM_WORKERS(IGNORED, "N", "one process copies many objects at a time", "num-workers"),
  LOCK_TIMEOUT(
      IGNORED, "SECONDS", "log shards are not locked one by one, the route is", "lock-timeout"),
  LOG_FILE(IGNORED, "FILE", "logs go to standard error", "log-file"),
  OBJECT_SYNC_TIMEOUT(
      IGNORED, "SECONDS", "an object's time limit follows from its size", "object-sync-timeout"),
  PREPARE_ERROR_DELAY(
      IGNORED, "SECONDS", "pauses after errors start short and grow", "prepare-error-delay"),

  LOG_LOCK_TIME(
      IGNORED, "SECONDS", "log shards are not locked one by one, the route is", "log-lock-time"),
  TEST_SERVER_HOST(
      IGNORED,
      "HOST",
      "there is no test server; --sync-scope=full is one round",
      "test-server-host"),
  TEST_SERVER_PORT(
      IGNORED,
      "PORT",
      "there is no test server; --sync-scope=full is one round",
      "test-server-port"),
  DAEMON_ID(IGNORED, "ID", "a replicator is known by its two ends", "daemon-id"),
  DATA_FILE(IGNORED, "FILE", "what is done is kept in the state directory", "data-file"),
  SRC_HOST(VALUE, "HOST", "Host of a gateway of the source.", "src-host"),
  SRC_PORT(VALUE, "PORT", "Its port; 80 by default.", "src-port"),
  DEST_HOST(VALUE, "HOST", "Host of a gateway of the destination.", "dest-host"),
  DEST_PORT(VALUE, "PORT", "Its port; 80 by default.", "dest-port"),
  DEST_ZONE(VALUE, "ZONE", "Name of the destination zone.", "dest-zone", "dest-az"),
  SYNC_TYPE(VALUE, "TYPE", "metadata: as --metadata-only. data: everything.", "sync-type");

  /** What becomes of a setting. */
  enum Role {
    /** It has a value. */
    VALUE,
    /** It has a value that is not shown. */
    SECRET,
    /** It is on when it is there. */
    SWITCH,
    /** It has a value that no longer means anything. */
    IGNORED,
    /** It was on when it was there, and no longer means anything. */
    IGNORED_SWITCH
  }

  /** Of 2013, of the old agent's own tests, or never a flag. */
  private static final Set<AgentSetting> HIDDEN = EnumSet.range(LOG_LOCK_TIME, SYNC_TYPE);

  private final Role role;
  private final String parameter;
  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // It is, it comes from List.of.
  private final List<String> names;

  AgentSetting(Role role, String parameter, String text, String... names) {
    this.role = role;
    this.parameter = parameter;
    this.text = text;
    this.names = List.of(names);
  }

  /** The setting of a key in a file; dashes and underscores are the same. */
  static Optional<AgentSetting> ofKey(String key) {
    String name = key.replace('_', '-');
    return Arrays.stream(values()).filter(setting -> setting.names.contains(name)).findFirst();
  }

  /** The key in a file, of several the newest. */
  String key() {
    return names.get(0).replace('-', '_');
  }

  /** The flags, dashes included, the newest first. */
  public List<String> flags() {
    return names.stream().map(name -> "--" + name).toList();
  }

  /** Whether it takes no value. */
  public boolean isSwitch() {
    return role == SWITCH || role == IGNORED_SWITCH;
  }

  boolean isIgnored() {
    return role == IGNORED || role == IGNORED_SWITCH;
  }

  boolean isSecret() {
    return role == SECRET;
  }

  /** Whether the help should leave it out. */
  public boolean isHidden() {
    return HIDDEN.contains(this);
  }

  /** Name of its value, for the help; empty for a switch. */
  public String parameter() {
    return parameter;
  }

  /** What it does, for the help. */
  public String help() {
    return isIgnored() ? "Ignored: " + text + "." : text;
  }

  /** Why it is ignored, if it is. */
  String reason() {
    return text;
  }
}
