package io.gyre.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.BucketName;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTextTest {
  private static final Mapping MAP =
      new Mapping(
          new Places(
              new BucketMap(
                  List.of(
                      BucketRule.parse("photos -> pictures"),
                      BucketRule.parse("acme/photos -> acme-photos"))),
              List.of()),
          new OwnerMap(List.of(OwnerRule.parse("acme$ann -> archive"))),
          ClassMap.NONE);

  private static String of(String bucket, String policy) {
    return PolicyText.atDestination(policy, BucketName.parse(bucket), MAP);
  }

  @Test
  void theBucketIsNamedAsThere() {
    assertThat(of("photos", "[\"arn:aws:s3:::photos\", \"arn:aws:s3:::photos/*\"]"))
        .isEqualTo("[\"arn:aws:s3:::pictures\", \"arn:aws:s3:::pictures/*\"]");
    assertThat(of("acme/photos", "\"arn:aws:s3::acme:photos/$1\""))
        .isEqualTo("\"arn:aws:s3:::acme-photos/$1\"");
  }

  @Test
  void othersStay() {
    String policy =
        "[\"arn:aws:s3:::photos2/a\", \"arn:aws:s3::acme:photos\", \"*\", \"arn:aws:s3:::photo*\"]";

    assertThat(of("photos", policy)).isEqualTo(policy);
  }

  @Test
  void usersAreThoseWhoStandForThem() {
    assertThat(of("other", "\"arn:aws:iam::acme:user/ann\" \"arn:aws:iam:::user/bob\""))
        .isEqualTo("\"arn:aws:iam:::user/archive\" \"arn:aws:iam:::user/bob\"");
  }
}
