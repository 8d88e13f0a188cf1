package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Buckets as a user sees them: their names, what is said about them, and what is refused. */
abstract class BucketContract extends GatewayContract {
  private static final String TAGS =
      "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>";
  private static final String LIFECYCLE =
      "<LifecycleConfiguration><Rule><ID>one</ID><Prefix>a/</Prefix><Status>Enabled</Status>"
          + "<Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>";
  private static final String CORS =
      "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod>"
          + "<AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>";
  private static final String WEBSITE =
      "<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument>"
          + "</WebsiteConfiguration>";
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
          + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::%s/*\"}]}";

  /** Of a user that may do what users may, and no more. */
  private WireClient user;

  private String uid;

  @BeforeEach
  void makeUser() {
    uid = freshName("u");
    String keys = "&access-key=" + uid + "&secret-key=s";
    gateway.put("/admin/user?uid=" + uid + "&display-name=x" + keys);
    user = subject().as(uid, "s");
  }

  private String usersBucket() {
    String name = freshName("b");
    assertThat(user.put("/" + name).status()).isEqualTo(200);
    return name;
  }

  private static void refused(WireClient.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("<Code>" + code + "</Code>");
  }

  private WireClient.Answer put(String target, String header, String value) {
    return user.send("PUT", target, Map.of(header, value), new byte[0]);
  }

  @Test
  void namesAreThoseThatS3Allows() {
    String name = freshName("b");
    for (String wrong :
        List.of(
            "aa", name + "_", "A" + name, name + "..a", name + "-.a", "1.2.3.4", "a".repeat(64))) {
      refused(user.put("/" + wrong), 400, "InvalidBucketName");
    }
    assertThat(user.put("/" + name + ".a").status()).isEqualTo(200);
  }

  @Test
  void aBucketIsOneUsers() {
    String b = usersBucket();
    assertThat(user.put("/" + b).status()).isEqualTo(200);
    String other = freshName("u");
    gateway.put(
        "/admin/user?uid=" + other + "&display-name=x&access-key=" + other + "&secret-key=s");
    WireClient theirs = subject().as(other, "s");
    refused(theirs.put("/" + b), 409, "BucketAlreadyExists");
    refused(theirs.get("/" + b), 403, "AccessDenied");
    refused(theirs.delete("/" + b), 403, "AccessDenied");
    refused(subject().anonymous().get("/" + b), 403, "AccessDenied");
    user.put("/" + b + "/k", "text");
    refused(user.delete("/" + b), 409, "BucketNotEmpty");
  }

  /** All but the ACL itself, and what is said about the bucket. */
  @Test
  void anOwnerMayOnlyDoWhatIsGrantedToIt() {
    String b = "/" + usersBucket();
    user.put(b + "/k", "text");
    String other = freshName("u");
    gateway.put("/admin/user?uid=" + other + "&display-name=x");
    String forOther =
        "<AccessControlPolicy><Owner><ID>%s</ID></Owner><AccessControlList><Grant><Grantee"
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\">"
            + "<ID>%s</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant>"
            + "</AccessControlList></AccessControlPolicy>";
    assertThat(user.put(b + "/k?acl", forOther.formatted(uid, other)).status()).isEqualTo(200);
    refused(user.get(b + "/k"), 403, "AccessDenied");
    assertThat(user.get(b + "/k?acl").status()).isEqualTo(200);

    assertThat(user.put(b + "?acl", forOther.formatted(uid, other)).status()).isEqualTo(200);
    refused(user.get(b), 403, "AccessDenied");
    refused(user.put(b + "/l", ""), 403, "AccessDenied");
    refused(user.delete(b), 403, "AccessDenied");
    refused(user.get(b + "/none"), 404, "NoSuchKey");
    assertThat(user.get(b + "?versioning").status()).isEqualTo(200);
    assertThat(user.get(b + "?acl").status()).isEqualTo(200);
  }

  @Test
  void documentsAreKeptUntilTheyAreRemoved() {
    String b = "/" + usersBucket();
    assertKept(b + "?lifecycle", LIFECYCLE, "<Days>3</Days>", 204, "NoSuchLifecycleConfiguration");
    assertKept(
        b + "?cors", CORS, "<AllowedMethod>GET</AllowedMethod>", 204, "NoSuchCORSConfiguration");
    assertKept(
        b + "?website", WEBSITE, "<Suffix>index.html</Suffix>", 204, "NoSuchWebsiteConfiguration");
    assertKept(b + "?tagging", TAGS, "<Key>a</Key>", 200, "NoSuchTagSet");
    String policy = POLICY.formatted(b.substring(1));
    assertKept(b + "?policy", policy, "s3:GetObject", 200, "NoSuchBucketPolicy");
    refused(user.put(b + "?policy", "{"), 400, "InvalidArgument");
  }

  @Test
  void whoPaysIsKeptInTheBucketsMetadata() {
    String b = "/" + usersBucket();
    String payment = "<RequestPaymentConfiguration><Payer>%s</Payer></RequestPaymentConfiguration>";
    assertThat(user.get(b + "?requestPayment").body()).contains("<Payer>BucketOwner</Payer>");
    for (String payer : new String[] {"Requester", "BucketOwner"}) {
      assertThat(user.put(b + "?requestPayment", payment.formatted(payer)).status()).isEqualTo(200);
      assertThat(user.get(b + "?requestPayment").body()).contains("<Payer>" + payer + "</Payer>");
    }
    refused(user.put(b + "?requestPayment", payment.formatted("Nobody")), 400, "InvalidArgument");
  }

  private void assertKept(
      String target, String document, String part, int removed, String missing) {
    refused(user.get(target), 404, missing);
    assertThat(user.put(target, document).status()).as(target).isBetween(200, 204);
    assertThat(user.get(target).body()).contains(part);
    assertThat(user.delete(target).status()).as(target).isEqualTo(removed);
    refused(user.get(target), 404, missing);
  }

  @Test
  void whatAHeaderSaysOfAclsAndTagsHasToMeanSomething() {
    String k = "/" + usersBucket() + "/k";
    refused(put(k, "x-amz-acl", "nonsense"), 400, "InvalidArgument");
    refused(put(k, "x-amz-grant-read", "id=\"nobody-" + uid + "\""), 404, "NoSuchKey");
    refused(put(k, "x-amz-tagging", "a".repeat(129) + "=1"), 400, "InvalidArgument");
    refused(
        put(k, "x-amz-tagging", "a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1"),
        400,
        "InvalidArgument");
    refused(user.get(k), 404, "NoSuchKey");
  }

  /** Only from users: the real gateway (16.2.15) dies of such a directive from a system user. */
  @Test
  void aCopyHeedsNoConditionButTheDirectiveHasToBeOne() {
    String b = "/" + usersBucket();
    user.put(b + "/k", "text");
    assertThat(copied(b, "x-amz-copy-source-if-match", "\"x\"").status()).isEqualTo(200);
    refused(copied(b, "x-amz-metadata-directive", "x"), 400, "InvalidArgument");
  }

  private WireClient.Answer copied(String bucket, String header, String value) {
    Map<String, String> headers = Map.of("x-amz-copy-source", bucket + "/k", header, value);
    return user.send("PUT", bucket + "/c", headers, new byte[0]);
  }

  /** So whoever copies as a system user has to make sure that they are understood. */
  @Test
  void aSystemUserIsNotToldAndTheAclIsEmpty() {
    String k = "/" + bucket() + "/k";
    Map<String, String> unknown = Map.of("x-amz-grant-read", "id=\"nobody-" + uid + "\"");
    assertThat(gateway.send("PUT", k, unknown, new byte[0]).status()).isEqualTo(200);
    assertThat(gateway.get(k + "?acl").body()).doesNotContain("<Owner>", "<Grant>");
  }

  @Test
  void aRetentionCanBeMadeLongerAndOnlyGovernanceShorter() {
    String b = freshName("b");
    put("/" + b, "x-amz-bucket-object-lock-enabled", "true");
    String k = "/" + b + "/k";
    user.put(k, "text");
    refused(user.get(k + "?retention"), 404, "ObjectLockConfigurationNotFoundError");
    refused(user.put(k + "?retention", retention("GOVERNANCE", 2020)), 400, "InvalidArgument");
    refused(user.put(k + "?retention", retention("NONSENSE", 2090)), 400, "MalformedXML");
    user.put(k + "?retention", retention("GOVERNANCE", 2091));
    refused(user.put(k + "?retention", retention("GOVERNANCE", 2090)), 403, "AccessDenied");
    assertThat(bypassing(k + "?retention", retention("GOVERNANCE", 2090)).status()).isEqualTo(200);
    assertThat(bypassing(k + "?retention", retention("COMPLIANCE", 2091)).status()).isEqualTo(200);
    refused(bypassing(k + "?retention", retention("COMPLIANCE", 2090)), 403, "AccessDenied");
    refused(bypassing(k + "?retention", retention("GOVERNANCE", 2092)), 403, "AccessDenied");
    assertThat(user.get(k + "?retention").body()).contains("COMPLIANCE", "2091-");
  }

  private static String retention(String mode, int year) {
    return "<Retention><Mode>%s</Mode><RetainUntilDate>%d-01-01T00:00:00Z</RetainUntilDate></Retention>"
        .formatted(mode, year);
  }

  private WireClient.Answer bypassing(String target, String document) {
    Map<String, String> bypass = Map.of("x-amz-bypass-governance-retention", "true");
    return user.send("PUT", target, bypass, document.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theDefaultRetentionOfABucketHasToBeOne() {
    String b = freshName("b");
    put("/" + b, "x-amz-bucket-object-lock-enabled", "true");
    String target = "/" + b + "?object-lock";
    refused(user.put(target, lock("GOVERNANCE", "<Days>0</Days>")), 400, "InvalidRetentionPeriod");
    refused(user.put(target, lock("NONSENSE", "<Days>1</Days>")), 400, "MalformedXML");
    refused(
        user.put(target, lock("GOVERNANCE", "<Days>1</Days><Years>1</Years>")),
        400,
        "MalformedXML");
    assertThat(user.put(target, lock("GOVERNANCE", "<Days>1</Days>")).status()).isEqualTo(200);
    user.put("/" + b + "/k", "text");
    assertThat(user.get("/" + b + "/k").header("x-amz-object-lock-mode")).isEqualTo("GOVERNANCE");
    refused(user.put("/" + b + "?versioning", SUSPENDED), 409, "InvalidBucketState");
    String plain = "/" + usersBucket();
    refused(
        user.put(plain + "?object-lock", lock("GOVERNANCE", "<Days>1</Days>")),
        409,
        "InvalidBucketState");
    refused(put(plain + "/k", "x-amz-object-lock-legal-hold", "ON"), 400, "InvalidRequest");
  }

  private static String lock(String mode, String period) {
    return "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule>"
        + "<DefaultRetention><Mode>"
        + mode
        + "</Mode>"
        + period
        + "</DefaultRetention></Rule></ObjectLockConfiguration>";
  }
}
