package io.gyre.config;

import io.gyre.map.BucketRule;
import io.gyre.map.ClassRule;
import io.gyre.map.KeyRule;
import io.gyre.map.OwnerRule;
import io.gyre.select.Glob;
import io.gyre.select.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the text of one value is read.
 *
 * @param expected what is right, for the operator
 * @param parse throws IllegalArgumentException for what is not
 */
record ValueType(String expected, Function<String, ?> parse) {
  private static final Map<Class<?>, ValueType> ALL =
      Map.ofEntries(
          Map.entry(String.class, new ValueType("a text", Function.identity())),
          Map.entry(Secret.class, new ValueType("a secret", Secret::of)),
          Map.entry(Path.class, new ValueType("a path", Path::of)),
          Map.entry(int.class, new ValueType("a whole number", Integer::parseInt)),
          Map.entry(Integer.class, new ValueType("a whole number", Integer::parseInt)),
          Map.entry(boolean.class, new ValueType("true or false", ValueType::bool)),
          Map.entry(Boolean.class, new ValueType("true or false", ValueType::bool)),
          Map.entry(Duration.class, new ValueType(Durations.EXPECTED, Durations::parse)),
          Map.entry(DataSize.class, new ValueType(DataSize.EXPECTED, DataSize::parse)),
          Map.entry(DataRate.class, new ValueType(DataRate.EXPECTED, DataRate::parse)),
          Map.entry(Endpoint.class, new ValueType(Endpoint.EXPECTED, Endpoint::parse)),
          Map.entry(Listen.class, new ValueType(Listen.EXPECTED, Listen::parse)),
          Map.entry(Glob.class, new ValueType("a pattern such as * or photos-*", Glob::new)),
          Map.entry(Rule.class, new ValueType(Rule.EXPECTED, Rule::parse)),
          Map.entry(BucketRule.class, new ValueType(BucketRule.EXPECTED, BucketRule::parse)),
          Map.entry(KeyRule.class, new ValueType(KeyRule.EXPECTED, KeyRule::parse)),
          Map.entry(OwnerRule.class, new ValueType(OwnerRule.EXPECTED, OwnerRule::parse)),
          Map.entry(ClassRule.class, new ValueType(ClassRule.EXPECTED, ClassRule::parse)),
          Map.entry(Adopt.class, new ValueType(Adopt.EXPECTED, Adopt::parse)),
          Map.entry(Signature.class, new ValueType("v4 or v2", ValueType::signature)),
          Map.entry(DestinationType.class, new ValueType("rgw or s3", ValueType::type)),
          Map.entry(
              StorePreset.class, new ValueType("aws, minio, ceph or generic", ValueType::preset)),
          Map.entry(
              Verification.class,
              new ValueType("etag, checksum or read-back", ValueType::verification)),
          Map.entry(HttpClientKind.class, new ValueType("netty or sdk", ValueType::httpClient)));

  static Optional<ValueType> of(Class<?> type) {
    return Optional.ofNullable(ALL.get(type));
  }

  private static boolean bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(text);
    }
    return text.equals("true");
  }

  private static Signature signature(String text) {
    return switch (text) {
      case "v2" -> Signature.V2;
      case "v4" -> Signature.V4;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static DestinationType type(String text) {
    return switch (text) {
      case "rgw" -> DestinationType.RGW;
      case "s3" -> DestinationType.S3;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static StorePreset preset(String text) {
    return switch (text) {
      case "aws" -> StorePreset.AWS;
      case "minio" -> StorePreset.MINIO;
      case "ceph" -> StorePreset.CEPH;
      case "generic" -> StorePreset.GENERIC;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Verification verification(String text) {
    return switch (text) {
      case "etag" -> Verification.ETAG;
      case "checksum" -> Verification.CHECKSUM;
      case "read-back" -> Verification.READ_BACK;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static HttpClientKind httpClient(String text) {
    return switch (text) {
      case "netty" -> HttpClientKind.NETTY;
      case "sdk" -> HttpClientKind.SDK;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
