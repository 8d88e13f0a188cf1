package io.gyre.rgw;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.Versioning;
import io.gyre.s3.S3Answer;
import io.gyre.s3.Xml;
import java.io.IOException;

/** S3's document of a bucket's versioning state. */
final class VersioningXml {
  private VersioningXml() {}

  static Versioning read(String zone, S3Answer answer) {
    try {
      return switch (Xml.text(Xml.parse(answer.body()), "Status")) {
        case "Enabled" -> Versioning.ENABLED;
        case "Suspended" -> Versioning.SUSPENDED;
        default -> Versioning.NEVER;
      };
    } catch (IOException e) {
      String message = "zone " + zone + ": a bucket's versioning state is not readable";
      throw new GatewayException(FailureClass.CORRUPT, message, e);
    }
  }

  static String write(Versioning state) {
    String status =
        switch (state) {
          case ENABLED -> "Enabled";
          case SUSPENDED -> "Suspended";
          case NEVER -> throw new IllegalArgumentException("versioning cannot be undone");
        };
    return "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>"
        + status
        + "</Status></VersioningConfiguration>";
  }
}
