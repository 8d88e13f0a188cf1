package io.gyre.rgw;

import io.gyre.copy.AdaptiveLimit;
import io.gyre.copy.MultipartPlan;
import io.gyre.s3.OpenAnswer;
import io.gyre.s3.RequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Where the bytes of an object's parts come from: of a smaller object from the answer that is open
 * already, part after part; of a larger one each part by a request of its own, several side by
 * side. One stream is held up at the end of each part, until the destination has made it durable.
 */
public interface PartBytes {
  /** From this size on the answer that brought the attributes is given up, in bytes. */
  long SIDE_BY_SIDE_MIN = 32L << 20;

  /** Parts of one object that are under way at once. */
  int SIDE_BY_SIDE = 8;

  /** A part: its number from 1, and where it is in the object, in bytes. */
  record Part(int number, long start, long length) {
    /** All parts of an object, in order. */
    public static List<Part> of(MultipartPlan plan) {
      List<Part> parts = new ArrayList<>(plan.parts().size());
      long start = 0;
      for (long length : plan.parts()) {
        parts.add(new Part(parts.size() + 1, start, length));
        start += length;
      }
      return parts;
    }
  }

  /** How many parts may be taken at once. */
  int atOnce();

  /** Hands a part's bytes to a sender; what that leaves is given up when it fails. */
  <T> CompletionStage<T> send(Part part, Function<RequestBody, CompletionStage<T>> sender);

  /**
   * Those of a version of the source.
   *
   * @param limit lets so many parts through at once, of all objects
   */
  static PartBytes of(SourceObjects source, SourceVersion version, AdaptiveLimit limit) {
    if (version.size() < SIDE_BY_SIDE_MIN) {
      return inTurn(version.data());
    }
    version.giveUp();
    return sideBySide(source, version, limit);
  }

  /** One part after the other from the front. */
  static PartBytes inTurn(ObjectData data) {
    return new PartBytes() {
      @Override
      public int atOnce() {
        return 1;
      }

      @Override
      public <T> CompletionStage<T> send(
          Part part, Function<RequestBody, CompletionStage<T>> sender) {
        return sender.apply(data.take(part.length()));
      }
    };
  }

  /**
   * Each by itself, and only as long as the source has this very version: an overwrite amid the
   * copy cannot mix two of them.
   *
   * @param limit as in {@link #of}
   */
  static PartBytes sideBySide(SourceObjects source, SourceVersion version, AdaptiveLimit limit) {
    return new PartBytes() {
      @Override
      public int atOnce() {
        return SIDE_BY_SIDE;
      }

      @Override
      public <T> CompletionStage<T> send(
          Part part, Function<RequestBody, CompletionStage<T>> sender) {
        return part.length() == 0
            ? sender.apply(RequestBody.EMPTY)
            : limit.run(
                () ->
                    source
                        .range(version, part.start(), part.length())
                        .thenCompose(answer -> answer.read(opened -> pass(part, opened, sender))));
      }
    };
  }

  private static <T> CompletionStage<T> pass(
      Part part, OpenAnswer opened, Function<RequestBody, CompletionStage<T>> sender) {
    return sender.apply(new RequestBody.Stream(part.length(), opened.body().slice(part.length())));
  }
}
