package io.gyre.rgw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.rgw.AccessPolicy.Grant;
import io.gyre.rgw.AccessPolicy.Kind;
import io.gyre.rgw.CephReader.UnknownEncodingException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessPolicyTest {
  /** As Ceph 16.2.15 wrote it for an object of alice without any ACL header. */
  private static final String ALICE_ALONE =
      ("0202 91000000 0302 1a000000 05000000 616c696365 0d000000 416c69636520446973706c6179"
              + "0403 6b000000 01 01000000 05000000 616c696365 0f000000"
              + "01000000 05000000 616c696365 0503 3e000000 0202 04000000 00000000"
              + "05000000 616c696365 00000000 00000000 0202 04000000 0f000000"
              + "0d000000 416c69636520446973706c6179 00000000 00000000 00000000 00000000")
          .replace(" ", "");

  private static final Grant ALICE = new Grant(Kind.USER, "alice", AccessPolicy.FULL_CONTROL);
  private static final Grant EVERYBODY_READS = new Grant(Kind.ALL_USERS, "", 1);

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void readsWhatTheGatewayWrote() throws UnknownEncodingException {
    AccessPolicy policy = AccessPolicy.decode(hex(ALICE_ALONE));

    assertThat(policy).isEqualTo(new AccessPolicy("alice", List.of(ALICE)));
    assertThat(policy.isDefault()).isTrue();
  }

  @Test
  void anotherOwnerHasWhatTheFirstOneHad() {
    Grant bobReads = new Grant(Kind.USER, "bob", 1);
    AccessPolicy policy = new AccessPolicy("alice", List.of(ALICE, bobReads, EVERYBODY_READS));

    AccessPolicy heirs = policy.ownedBy("heir");

    assertThat(heirs.owner()).isEqualTo("heir");
    assertThat(heirs.grants())
        .containsExactly(
            new Grant(Kind.USER, "heir", AccessPolicy.FULL_CONTROL), bobReads, EVERYBODY_READS);
    assertThat(new AccessPolicy("alice", List.of(ALICE)).ownedBy("heir").isDefault()).isTrue();
  }

  @Test
  void skipsFieldsOfNewerReleasesThatStayReadable() throws UnknownEncodingException {
    // Version 3, still readable by 2, with one more byte at the end.
    String newer = "0302" + "92000000" + ALICE_ALONE.substring(12) + "ff";

    assertThat(AccessPolicy.decode(hex(newer)).owner()).isEqualTo("alice");
  }

  @Test
  void refusesWhatOnlyNewerReleasesCanRead() {
    String newer = "0303" + ALICE_ALONE.substring(4);

    assertThatThrownBy(() -> AccessPolicy.decode(hex(newer)))
        .isInstanceOf(UnknownEncodingException.class)
        .hasMessageContaining("RGWAccessControlPolicy of version 3/3");
  }

  @Test
  void refusesEveryCutOffEncoding() {
    byte[] whole = hex(ALICE_ALONE);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> AccessPolicy.decode(part))
          .as("the first %d bytes", length)
          .isInstanceOf(UnknownEncodingException.class);
    }
  }

  @Test
  void needsNoHeadersForTheDefault() {
    assertThat(AclText.headers(new AccessPolicy("alice", List.of(ALICE)))).contains(Map.of());
  }

  @Test
  void writesGroupsAndTheOwnerAsHeaders() {
    var policy =
        new AccessPolicy(
            "t$alice",
            List.of(
                new Grant(Kind.USER, "t$alice", 5),
                EVERYBODY_READS,
                new Grant(Kind.AUTHENTICATED_USERS, "", 8)));

    assertThat(AclText.headers(policy))
        .contains(
            Map.of(
                "x-amz-grant-read",
                "id=\"t$alice\", uri=\"http://acs.amazonaws.com/groups/global/AllUsers\"",
                "x-amz-grant-read-acp",
                "id=\"t$alice\"",
                "x-amz-grant-write-acp",
                "uri=\"http://acs.amazonaws.com/groups/global/AuthenticatedUsers\""));
  }

  @Test
  void doesNotTrustHeadersWithOtherUsers() {
    var policy = new AccessPolicy("alice", List.of(ALICE, new Grant(Kind.USER, "bob", 1)));

    assertThat(AclText.headers(policy)).isEmpty();
  }

  @Test
  void cannotSayNoGrantsAtAllInHeaders() {
    var policy = new AccessPolicy("alice", List.of());

    assertThat(AclText.headers(policy)).isEmpty();
    assertThat(AclText.xml(policy))
        .isEqualTo(
            "<AccessControlPolicy><Owner><ID>alice</ID></Owner>"
                + "<AccessControlList></AccessControlList></AccessControlPolicy>");
  }

  @Test
  void writesOneXmlGrantForEachPermission() {
    var policy = new AccessPolicy("a&b", List.of(new Grant(Kind.USER, "<bob>", 3)));

    assertThat(AclText.xml(policy))
        .contains("<Owner><ID>a&amp;b</ID></Owner>")
        .contains("<ID>&lt;bob&gt;</ID></Grantee><Permission>READ</Permission>")
        .contains("<ID>&lt;bob&gt;</ID></Grantee><Permission>WRITE</Permission>");
  }

  @Test
  void namesGrantsThatOnlySwiftKnows() {
    Grant listing = new Grant(Kind.USER, "bob", 0x10);
    Grant referrer = new Grant(Kind.OTHER, "", 1);
    var policy = new AccessPolicy("alice", List.of(ALICE, listing, referrer));

    assertThat(AclText.inexpressible(policy)).containsExactly(listing, referrer);
    assertThat(AclText.xml(policy)).doesNotContain("bob");
  }
}
