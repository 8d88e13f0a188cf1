package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import java.util.List;

/** Is told what a copy could not keep, for counters and logs. Called from network threads. */
public interface CopyObserver {
  /** Tells nobody. */
  CopyObserver NONE =
      new CopyObserver() {
        @Override
        public void grantsDropped(ObjectVersion version, List<String> grantees) {}

        @Override
        public void encodingUnknown(ObjectVersion version, String attribute) {}

        @Override
        public void ownerReplaced(ObjectVersion version, String owner, String writer) {}

        @Override
        public void etagDiffers(ObjectVersion version, String etag) {}

        @Override
        public void storageClassLost(ObjectVersion version, String storageClass) {}
      };

  /** Grants were left out, because the destination does not know these grantees. */
  void grantsDropped(ObjectVersion version, List<String> grantees);

  /** An attribute's binary encoding is of another release; it was asked for by S3 instead. */
  void encodingUnknown(ObjectVersion version, String attribute);

  /** It was written in another one's name, because the destination lacks its owner. */
  void ownerReplaced(ObjectVersion version, String owner, String writer);

  /**
   * Its bytes are there under another ETag: in which parts the source has it is not known.
   *
   * @param etag the source's
   */
  void etagDiffers(ObjectVersion version, String etag);

  /** It was written without its storage class, which the destination does not have everywhere. */
  void storageClassLost(ObjectVersion version, String storageClass);
}
