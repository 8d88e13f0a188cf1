package io.gyre.doctor;

import io.gyre.failure.GatewayException;
import java.util.Optional;
import java.util.function.Function;

/** What came of a question: an answer, or the reason why there is none. */
public sealed interface Reply<T> {

  /** An answer. */
  record Answer<T>(T value) implements Reply<T> {}

  /** None. */
  record None<T>(GatewayException failure) implements Reply<T> {}

  static <T> Reply<T> of(T value) {
    return new Answer<>(value);
  }

  static <T> Reply<T> none(GatewayException failure) {
    return new None<>(failure);
  }

  /** The answer, if there is one. */
  default Optional<T> answer() {
    return this instanceof Answer<T> given ? Optional.of(given.value()) : Optional.empty();
  }

  /** One result for both cases. */
  default <R> R either(Function<T, R> whenAnswered, Function<GatewayException, R> otherwise) {
    if (this instanceof Answer<T> given) {
      return whenAnswered.apply(given.value());
    }
    return otherwise.apply(((None<T>) this).failure());
  }
}
