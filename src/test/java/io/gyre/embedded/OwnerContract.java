package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** In whose name something is written, and who may. */
abstract class OwnerContract extends GatewayContract {
  private String user() {
    String uid = freshName("u");
    assertThat(gateway.put("/admin/user?uid=" + uid + "&display-name=Somebody").status())
        .isEqualTo(200);
    return uid;
  }

  private WireClient.Answer putAs(String uid, String bucket, String key) {
    return gateway.put("/" + bucket + "/" + key + "?rgwx-uid=" + uid, "text");
  }

  @Test
  void whatASystemUserWritesInSomebodysNameIsTheirs() {
    String b = bucket();
    String uid = user();
    assertThat(putAs(uid, b, "k").status()).isEqualTo(200);
    assertThat(versions(b, "").get(0).path("Owner").path("ID").asText()).isEqualTo(uid);
  }

  /** Owner, grants and bytes in one request. */
  @Test
  void aCannedAclOfSuchAWriteIsThatOfTheOwner() {
    String b = bucket();
    String uid = user();
    Map<String, String> open = Map.of("x-amz-acl", "public-read");
    gateway.send("PUT", "/" + b + "/k?rgwx-uid=" + uid, open, new byte[0]);
    assertThat(gateway.get("/" + b + "/k?acl").body())
        .contains("<Owner><ID>" + uid + "</ID>", "global/AllUsers", "<Permission>READ<");
  }

  @Test
  void nothingIsWrittenInTheNameOfSomebodyWhoMayNotWrite() {
    String b = bucket();
    String suspended = user();
    String masked = user();
    gateway.post("/admin/user?uid=" + suspended + "&suspended=true", "");
    gateway.post("/admin/user?uid=" + masked + "&op-mask=read", "");

    assertThat(putAs(suspended, b, "k").status()).isEqualTo(403);
    assertThat(putAs(suspended, b, "k").body()).contains("<Code>UserSuspended</Code>");
    assertThat(putAs(masked, b, "k").status()).isEqualTo(403);
    assertThat(putAs(masked, b, "k").body()).contains("<Code>AccessDenied</Code>");
    assertThat(putAs(freshName("nobody"), b, "k").body()).contains("<Code>AccessDenied</Code>");
    assertThat(gateway.delete("/" + b + "/k?rgwx-uid=" + masked).status()).isEqualTo(403);
    assertThat(versions(b, "")).isEmpty();
  }

  @Test
  void whatNobodySignedForIsTheBucketOwnersButAMarkerIsNobodys() {
    String b = bucket(ENABLED);
    Map<String, String> open = Map.of("x-amz-acl", "public-read-write");
    gateway.send("PUT", "/" + b + "?acl", open, new byte[0]);
    WireClient anonymous = subject().anonymous();

    assertThat(anonymous.put("/" + b + "/k", "text").status()).isEqualTo(200);
    assertThat(anonymous.delete("/" + b + "/k").status()).isEqualTo(204);

    String owner =
        json(gateway.get("/admin/metadata/bucket?key=" + b)).path("data").path("owner").asText();
    assertThat(versions(b, "").get(1).path("Owner").path("ID").asText()).isEqualTo(owner);
    assertThat(versions(b, "").get(0).path("Owner").path("ID").asText()).isEqualTo("anonymous");
  }
}
