package io.gyre.copy;

import static io.gyre.log.Versioning.ENABLED;
import static io.gyre.log.Versioning.NEVER;
import static io.gyre.log.Versioning.SUSPENDED;

import io.gyre.copy.DestinationVersioning.Need;
import io.gyre.log.Versioning;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The table of what is done to one version at the destination: a row for each operation and kind of
 * version, a column for each state of the bucket. A row says which request does it; a column says
 * in which state that has to be sent. Where that is another one, the bucket is switched first; what
 * the same request does there instead is named below and, cell by cell, in the contract test. Run
 * live on 16.2.15.
 *
 * <p>Requests that are in no row are never sent:
 *
 * <ul>
 *   <li>{@code PUT ?rgwx-version-id=null}: an enabled bucket gets an entry that is listed as null
 *       beside the real one and cannot be removed.
 *   <li>{@code DELETE ?versionId=…&rgwx-versioned-epoch=…}: with an epoch below the highest that
 *       the key has seen, the removal of the current version leaves the key unreadable for ever.
 *   <li>{@code DELETE ?rgwx-version-id=…} of a version that is there: turns it into a marker.
 *   <li>A bare DELETE: makes a marker with an id of its own, or with null, but where the bucket was
 *       never enabled.
 * </ul>
 *
 * <p>In no state is a marker made where the current version is one, unless its id is there already:
 * the answer is 204 without {@code x-amz-delete-marker}. {@link VersionCopier} puts a placeholder
 * between them.
 */
public enum VersionRequest implements Need {
  // Columns: method, what names the version, whether it carries an epoch, what proves it, and the
  // state to send it in where the bucket was never enabled, is suspended, is enabled.

  /**
   * An object with an id. Elsewhere the id is echoed all the same, but the object that has none is
   * overwritten.
   */
  WRITE_ID(Method.PUT, "rgwx-version-id", true, Proof.VERSION_ID, ENABLED, ENABLED, ENABLED),

  /**
   * The null version, with a place in the order. An enabled bucket makes a version with an id of
   * its own. One that was never enabled puts the key into an order, in which a removal there
   * empties the object, answers 204, and leaves it for ever.
   */
  WRITE_NULL(Method.PUT, "", true, Proof.VERSION_ID, SUSPENDED, SUSPENDED, SUSPENDED),

  /** The plain object, or the null version on top. An enabled bucket: as above. */
  WRITE_PLAIN(Method.PUT, "", false, Proof.VERSION_ID, NEVER, SUSPENDED, SUSPENDED),

  /** A delete marker. In a bucket that was never enabled it could not be removed again. */
  MARK_ID(Method.DELETE, "rgwx-version-id", true, Proof.MARKER, ENABLED, SUSPENDED, ENABLED),

  /** A null marker, which takes the null version's place. Never enabled: as above. */
  MARK_NULL(Method.DELETE, "rgwx-version-id", true, Proof.MARKER, ENABLED, SUSPENDED, ENABLED),

  /** Removal of a version or marker with an id; what is not there counts as removed. */
  REMOVE_ID(Method.DELETE, "versionId", false, Proof.STATUS, NEVER, SUSPENDED, ENABLED),

  /** Removal of the plain object, the null version or the null marker. */
  REMOVE_NULL(Method.DELETE, "versionId", false, Proof.STATUS, NEVER, SUSPENDED, ENABLED),

  /** A sub-resource of a version: ACL, tags, retention, legal hold. Its place stays. */
  ATTRIBUTES_ID(Method.PUT, "versionId", false, Proof.STATUS, NEVER, SUSPENDED, ENABLED),

  /**
   * One of the plain object or the null version; without the name it would be the current one's.
   */
  ATTRIBUTES_NULL(Method.PUT, "versionId", false, Proof.STATUS, NEVER, SUSPENDED, ENABLED);

  /** An object in parts is written by POST in the end, with the same parameters. */
  public enum Method {
    PUT,
    DELETE
  }

  /** What of an answer with a status of success shows that it was done. */
  public enum Proof {
    /** The version's id, or none for null. It proves nothing in the wrong state. */
    VERSION_ID("x-amz-version-id") {
      @Override
      boolean isGiven(String id, String value) {
        return value.isEmpty() || value.equals(id);
      }
    },
    /** That a marker was made. */
    MARKER("x-amz-delete-marker") {
      @Override
      boolean isGiven(String id, String value) {
        return value.equals("true");
      }
    },
    /** The status alone. */
    STATUS("") {
      @Override
      boolean isGiven(String id, String value) {
        return true;
      }
    };

    private final String header;

    Proof(String header) {
      this.header = header;
    }

    /** The header of the answer to look at; empty for none. */
    public String header() {
      return header;
    }

    abstract boolean isGiven(String id, String value);
  }

  private final Method method;
  private final String namedBy;
  private final boolean placed;
  private final Proof proof;
  private final Versioning ifNever;
  private final Versioning ifSuspended;
  private final Versioning ifEnabled;

  VersionRequest(
      Method method,
      String namedBy,
      boolean placed,
      Proof proof,
      Versioning ifNever,
      Versioning ifSuspended,
      Versioning ifEnabled) {
    this.method = method;
    this.namedBy = namedBy;
    this.placed = placed;
    this.proof = proof;
    this.ifNever = ifNever;
    this.ifSuspended = ifSuspended;
    this.ifEnabled = ifEnabled;
  }

  /**
   * For an object.
   *
   * @param id as listings show it
   */
  static VersionRequest write(String id, OptionalLong olhEpoch) {
    if (!isNull(id)) {
      return WRITE_ID;
    }
    return olhEpoch.isPresent() ? WRITE_NULL : WRITE_PLAIN;
  }

  static VersionRequest mark(String id) {
    return isNull(id) ? MARK_NULL : MARK_ID;
  }

  /**
   * For a removal.
   *
   * @param id as listings show it; empty for a plain object
   */
  public static VersionRequest remove(String id) {
    return isNull(id) ? REMOVE_NULL : REMOVE_ID;
  }

  /** For a sub-resource; the id as for {@link #remove}. */
  public static VersionRequest attributes(String id) {
    return isNull(id) ? ATTRIBUTES_NULL : ATTRIBUTES_ID;
  }

  private static boolean isNull(String id) {
    return id.isEmpty() || id.equals(ObjectVersion.NULL);
  }

  public Method method() {
    return method;
  }

  public Proof proof() {
    return proof;
  }

  @Override
  public boolean writesNull() {
    return this == WRITE_NULL || this == WRITE_PLAIN;
  }

  @Override
  public Versioning stateFor(Versioning now) {
    return switch (now) {
      case NEVER -> ifNever;
      case SUSPENDED -> ifSuspended;
      case ENABLED -> ifEnabled;
    };
  }

  /**
   * The parameters of the request, beside those of an owner or a sub-resource.
   *
   * @param id as listings show it; empty for a plain object
   * @param olhEpoch its place in the order; empty for the top
   */
  public Map<String, String> parameters(String id, OptionalLong olhEpoch) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (!namedBy.isEmpty()) {
      parameters.put(namedBy, isNull(id) ? ObjectVersion.NULL : id);
    }
    if (placed) {
      olhEpoch.ifPresent(epoch -> parameters.put("rgwx-versioned-epoch", Long.toString(epoch)));
    }
    return parameters;
  }
}
