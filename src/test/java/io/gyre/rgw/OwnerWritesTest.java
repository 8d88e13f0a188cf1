package io.gyre.rgw;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.ObjectOwners;
import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.map.OwnerMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerWritesTest {
  private static final ObjectVersion KEY = ObjectVersion.plain(new BucketName("", "b"), "k");

  private final FakeOwners owners = new FakeOwners();
  private final OwnerWrites writes = new OwnerWrites(owners, OwnerMap.NONE);
  private final Deque<GatewayException> failures = new ArrayDeque<>();
  private final List<String> writers = new ArrayList<>();

  /** Finds the same standing for everybody; once asked, somebody else stands in. */
  private static final class FakeOwners implements ObjectOwners {
    private final List<String> asked = new ArrayList<>();
    private Standing standing = Standing.ABLE;
    private Optional<GatewayException> failure = Optional.empty();

    @Override
    public String writerFor(String owner) {
      return asked.isEmpty() ? owner : "heir";
    }

    @Override
    public boolean standsIn(String uid) {
      return false;
    }

    @Override
    public <T> CompletionStage<T> write(
        String writer, Supplier<? extends CompletionStage<T>> write) {
      return write.get();
    }

    @Override
    public CompletionStage<Standing> refused(String writer) {
      asked.add(writer);
      return failure.isPresent()
          ? CompletableFuture.failedFuture(failure.get())
          : CompletableFuture.completedFuture(standing);
    }
  }

  /** A copy whose writes fail as scripted, then succeed. */
  private CompletableFuture<String> copy(String owner) {
    return writes
        .run(
            KEY,
            () -> {
              String writer = writes.writerFor(owner);
              return writes.as(writer, KEY, () -> write(writer));
            })
        .toCompletableFuture();
  }

  private CompletionStage<String> write(String writer) {
    writers.add(writer);
    return failures.isEmpty()
        ? CompletableFuture.completedFuture("written")
        : CompletableFuture.failedFuture(failures.remove());
  }

  private static GatewayException denied(String code) {
    return new GatewayException(FailureClass.DENIED, 403, code, "PUT answered 403 " + code, null);
  }

  private static GatewayException failure(CompletableFuture<String> copy) {
    var failed =
        assertThat(copy)
            .failsWithin(java.time.Duration.ZERO)
            .withThrowableOfType(ExecutionException.class);
    return (GatewayException) GatewayException.unwrap(failed.actual().getCause());
  }

  @Test
  void anOwnerWhoCanWriteIsNotAskedAbout() {
    assertThat(copy("alice")).isCompletedWithValue("written");

    assertThat(owners.asked).isEmpty();
    assertThat(writers).containsExactly("alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AccessDenied", "UserSuspended"})
  void aRefusedWriteIsMadeAgainByWhoeverCanWriteThen(String code) {
    failures.add(denied(code));

    assertThat(copy("alice")).isCompletedWithValue("written");

    assertThat(owners.asked).containsExactly("alice");
    assertThat(writers).containsExactly("alice", "heir");
  }

  @Test
  void itIsMadeAgainOnce() {
    failures.add(denied("AccessDenied"));
    failures.add(denied("AccessDenied"));

    GatewayException failure = failure(copy("alice"));

    assertThat(writers).hasSize(2);
    assertThat(failure.code()).isEqualTo("AccessDenied");
    assertThat(failure).hasMessageContaining("'heir'").hasMessageContaining("system user");
  }

  @ParameterizedTest
  @CsvSource({"MISSING,fallback-owner", "SUSPENDED,suspended at the destination", "MASKED,op_mask"})
  void whereNothingCanBeDoneTheReasonNamesTheOwner(ObjectOwners.Standing standing, String words) {
    owners.standing = standing;
    failures.add(denied("AccessDenied"));

    GatewayException failure = failure(copy("alice"));

    assertThat(failure.failureClass()).isEqualTo(FailureClass.DENIED);
    assertThat(failure).hasMessageContaining("'alice'").hasMessageContaining(words);
    assertThat(writers).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSIENT", "UNKNOWN_OUTCOME", "DENIED"})
  void otherFailuresPassThrough(FailureClass failureClass) {
    GatewayException other = new GatewayException(failureClass, 500, "Other", "other", null);
    failures.add(other);

    assertThat(failure(copy("alice"))).isSameAs(other);
    assertThat(owners.asked).isEmpty();
  }

  /** Else it would be taken for the source's word that the object is gone. */
  @Test
  void aUserWhomTheDestinationDoesNotHaveProvesNothing() {
    owners.failure =
        Optional.of(
            new GatewayException(FailureClass.GONE, 404, "NoSuchUser", "PUT answered 404", null));
    failures.add(denied("AccessDenied"));

    GatewayException failure = failure(copy("alice"));

    assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(failure).hasMessageContaining("b / k").hasMessageContaining("PUT answered 404");
  }

  /** The gateway would take it for a write of our own user. */
  @Test
  void whatHasNoOwnerIsNotWrittenAsOurs() {
    owners.standing = ObjectOwners.Standing.MISSING;

    assertThat(failure(copy(""))).hasMessageContaining("no owner").hasMessageContaining("fallback");

    assertThat(writers).isEmpty();
  }
}
