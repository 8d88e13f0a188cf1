package io.gyre.s3;

import io.gyre.config.Secret;
import java.time.Clock;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** AWS Signature Version 4, by the SDK's signer. */
final class SigV4Signer implements RequestSigner {
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  private final AwsCredentialsIdentity identity;
  private final String region;
  private final Clock clock;

  SigV4Signer(String accessKey, Secret secretKey, String region, Clock clock) {
    this.identity = AwsCredentialsIdentity.create(accessKey, secretKey.reveal());
    this.region = region;
    this.clock = clock;
  }

  @Override
  public SdkHttpRequest sign(SdkHttpRequest request) {
    // Over plain HTTP the SDK's signer insists on hashing the body: it is shown an https request.
    SdkHttpRequest shown =
        request.toBuilder().putHeader("Host", HostHeader.of(request)).protocol("https").build();
    SdkHttpRequest signed =
        SIGNER
            .sign(
                asked ->
                    asked
                        .identity(identity)
                        .request(shown)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
            .request();
    return signed.toBuilder().protocol(request.protocol()).port(request.port()).build();
  }
}
