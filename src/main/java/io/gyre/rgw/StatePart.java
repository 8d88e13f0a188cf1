package io.gyre.rgw;

import io.gyre.rgw.CephReader.UnknownEncodingException;
import io.gyre.rgw.ObjectLock.Retention;
import org.w3c.dom.Element;

/**
 * One part of a version's state: the attribute that holds it in Ceph's encoding, and the S3
 * sub-resource that shows the same as XML.
 *
 * @param attribute name after {@code user.rgw.}
 * @param root name of the XML's root element
 */
record StatePart<T>(
    String attribute,
    Decoder<T> decoder,
    String subResource,
    String root,
    DocumentReader<T> reader) {

  static final StatePart<AccessPolicy> ACL =
      new StatePart<>(
          "acl", AccessPolicy::decode, "acl", "AccessControlPolicy", StateDocuments::policy);
  static final StatePart<ObjectTags> TAGS =
      new StatePart<>(
          "x-amz-tagging", ObjectTags::decode, "tagging", "Tagging", StateDocuments::tags);
  static final StatePart<Retention> RETENTION =
      new StatePart<>(
          "object-retention",
          ObjectLock::decodeRetention,
          "retention",
          "Retention",
          StateDocuments::retention);
  static final StatePart<String> LEGAL_HOLD =
      new StatePart<>(
          "object-legal-hold",
          ObjectLock::decodeLegalHold,
          "legal-hold",
          "LegalHold",
          StateDocuments::legalHold);

  /** Decodes an attribute. */
  interface Decoder<T> {
    T decode(byte[] encoded) throws UnknownEncodingException;
  }

  /** Reads the root element of the sub-resource. */
  interface DocumentReader<T> {
    T read(Element root);
  }
}
