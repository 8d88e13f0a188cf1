package io.gyre.s3;

import software.amazon.awssdk.http.SdkHttpResponse;

/** Answers that no gateway gave. */
public final class Answers {
  private Answers() {}

  /** One without headers. */
  public static S3Answer of(byte[] body) {
    return new S3Answer(
        new S3Answer.Headers(SdkHttpResponse.builder().statusCode(200).build()), body);
  }
}
