package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.XmlNode;
import io.gyre.embedded.model.PlacementRule;
import io.gyre.embedded.model.User;

/**
 * Where a new bucket is to be kept: {@code [zonegroup][:target]} of the request's document, else
 * what the user has by default, else what the zonegroup has. A header may name the storage class.
 */
final class WantedPlacement {
  private WantedPlacement() {}

  static PlacementRule read(S3Call call, User user, byte[] document) {
    String location = location(document);
    int colon = location.indexOf(':');
    String zonegroup = colon < 0 ? location : location.substring(0, colon);
    String target = colon < 0 ? "" : location.substring(colon + 1);
    if (!zonegroup.isEmpty() && !zonegroup.equals(call.zone().identity().zonegroup())) {
      throw ErrorCode.INVALID_LOCATION_CONSTRAINT.refusal(
          "The specified location-constraint is not valid");
    }
    if (!target.isEmpty() && !call.zone().placements().has(PlacementRule.parse(target))) {
      throw ErrorCode.INVALID_LOCATION_CONSTRAINT.refusal(
          "The specified placement target does not exist");
    }
    PlacementRule usual = PlacementRule.parse(target.isEmpty() ? user.defaultPlacement() : target);
    PlacementRule wanted = usual.in(call.request().header(S3Call.STORAGE_CLASS).orElse(""));
    if (!call.zone().placements().has(wanted)) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    return wanted;
  }

  private static String location(byte[] document) {
    if (document.length == 0) {
      return "";
    }
    XmlNode configuration = XmlNode.parse(document);
    if (!configuration.name().equals("CreateBucketConfiguration")) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    return configuration.childText("LocationConstraint").orElse("");
  }
}
