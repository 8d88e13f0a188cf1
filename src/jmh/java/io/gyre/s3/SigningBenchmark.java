package io.gyre.s3;

import io.gyre.config.Endpoint;
import io.gyre.config.Secret;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.http.SdkHttpMethod;

/** The signature of one write of an object, as a copy sends it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SigningBenchmark {
  private static final Secret SECRET = Secret.of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

  private final RequestSigner v4 =
      new SigV4Signer("AKIAIOSFODNN7EXAMPLE", SECRET, "us-east-1", Clock.systemUTC());
  private final RequestSigner v2 =
      new SigV2Signer("AKIAIOSFODNN7EXAMPLE", SECRET, Clock.systemUTC());

  private static final Endpoint ENDPOINT = new Endpoint("http", "127.0.0.1", 8001);

  private static OutgoingRequest request() {
    String path = "/photos/2026/11/object-0012345.jpg";
    return new OutgoingRequest(SdkHttpMethod.PUT, ENDPOINT, path, Map.of("rgwx-uid", "acme$alice"))
        .header("Content-Length", "4096")
        .header("Content-Type", "image/jpeg")
        .header("x-amz-meta-camera", "left")
        .header("x-amz-meta-rgwx-source-mtime", "1764203131.123456789");
  }

  /** What the request itself takes, to be subtracted. */
  @Benchmark
  public OutgoingRequest unsigned() {
    return request();
  }

  @Benchmark
  public OutgoingRequest sigV4() {
    OutgoingRequest request = request();
    v4.sign(request);
    return request;
  }

  @Benchmark
  public OutgoingRequest sigV2() {
    OutgoingRequest request = request();
    v2.sign(request);
    return request;
  }
}
