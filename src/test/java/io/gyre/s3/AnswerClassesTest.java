package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.failure.FailureClass;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerClassesTest {
  @ParameterizedTest
  @CsvSource({
    "503, SlowDown,                 THROTTLED",
    "429, '',                       THROTTLED",
    "503, ServiceUnavailable,       TRANSIENT",
    "500, UnknownError,             TRANSIENT",
    "502, '',                       TRANSIENT",
    "408, RequestTimeout,           TRANSIENT",
    "400, RequestTimeout,           TRANSIENT",
    "423, Locked,                   TRANSIENT",
    "404, NoSuchKey,                GONE",
    "404, NoSuchBucket,             TRANSIENT",
    "404, '',                       TRANSIENT",
    "403, AccessDenied,             DENIED",
    "403, RequestTimeTooSkewed,     DENIED",
    "401, '',                       DENIED",
    "400, InvalidArgument,          INVALID",
    "400, BadDigest,                CORRUPT",
    "409, BucketNotEmpty,           INVALID",
    "412, PreconditionFailed,       INVALID",
    "301, PermanentRedirect,        INVALID",
  })
  void everyAnswerHasOneClass(int status, String code, FailureClass expected) {
    assertThat(AnswerClasses.of(status, code, Set.of("NoSuchKey"))).isEqualTo(expected);
  }
}
