package io.gyre.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.PlacementRule;
import io.gyre.embedded.model.Zone;

/**
 * {@code /swift/info}, the one Swift request that is answered: it is the only place where a gateway
 * says of which release it is. Nobody has to sign it.
 */
final class SwiftInfo {
  /** The release that this gateway answers like. */
  private static final String RELEASE = "16.2.15";

  private SwiftInfo() {}

  static boolean isMeant(GatewayRequest request) {
    return request.bucket().equals("swift")
        && request.key().equals("info")
        && request.method().equals("GET");
  }

  static Reply answer(Zone zone) {
    ObjectNode json = Json.object();
    ObjectNode swift = json.putObject("swift").put("version", RELEASE);
    swift.put("max_file_size", Limits.PUT_BYTES).put("max_object_name_size", Limits.KEY_BYTES);
    var policies = swift.putArray("policies");
    for (String target : zone.placements().all().keySet()) {
      ObjectNode policy = policies.addObject();
      if (target.equals(PlacementRule.DEFAULT.target())) {
        policy.put("default", true);
      }
      policy.put("name", target);
    }
    return Reply.json(json);
  }
}
