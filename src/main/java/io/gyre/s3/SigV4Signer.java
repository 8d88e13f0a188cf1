package io.gyre.s3;

import io.gyre.config.Secret;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * AWS Signature Version 4, by the SDK's signer.
 *
 * <p>A header is signed only when signer and gateway are sure to read it alike. The SDK folds runs
 * of spaces and takes text for UTF-8, the gateway signs the bytes that came: user metadata with
 * either would end as SignatureDoesNotMatch. Such headers go unsigned, which the gateway allows.
 */
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
    SdkHttpRequest.Builder shown =
        request.toBuilder().putHeader("Host", HostHeader.of(request)).protocol("https");
    Map<String, List<String>> unsigned = new HashMap<>();
    request.forEachHeader(
        (name, values) -> {
          if (!values.stream().allMatch(SigV4Signer::readAlike)) {
            shown.removeHeader(name);
            unsigned.put(name, values);
          }
        });
    SdkHttpRequest signed =
        SIGNER
            .sign(
                asked ->
                    asked
                        .identity(identity)
                        .request(shown.build())
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
            .request();
    SdkHttpRequest.Builder sent = signed.toBuilder();
    unsigned.forEach(sent::putHeader);
    return sent.protocol(request.protocol()).port(request.port()).build();
  }

  /** Printable ASCII, without spaces at the ends or in a row. */
  private static boolean readAlike(String value) {
    char before = ' ';
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || (c == ' ' && before == ' ')) {
        return false;
      }
      before = c;
    }
    return before != ' ';
  }
}
