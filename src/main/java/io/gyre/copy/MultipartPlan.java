package io.gyre.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In which parts an object is uploaded. An ETag {@code …-N} is the sum over N parts, so a copy only
 * gets the same ETag with the same part boundaries. Pure.
 *
 * @param parts sizes in bytes, in order; together the object
 * @param exact whether the boundaries are known to be the source's, so that another ETag means
 *     damaged bytes and not a wrong guess
 */
public record MultipartPlan(List<Long> parts, boolean exact) {
  /** The smallest part that S3 takes, the last one aside. */
  public static final long PART_MIN = 5L << 20;

  /** The most parts that S3 takes. */
  public static final int PARTS_MAX = 10_000;

  /** The largest object that is written by a single request. */
  public static final long SINGLE_MAX = 5L << 30;

  /** Part size of objects that are too large for one request: 10,000 of them are 5 TB. */
  private static final long LARGE_PART = 512L << 20;

  private static final long MIB = 1 << 20;

  /** Part sizes that widespread clients use, in MiB, from the most to the least likely. */
  private static final List<Long> COMMON_MIB =
      List.of(8L, 5L, 16L, 15L, 64L, 10L, 32L, 100L, 128L, 50L, 20L, 25L, 256L, 512L, 1024L);

  private static final Pattern MULTIPART_ETAG = Pattern.compile("[0-9a-f]{32}-([1-9][0-9]{0,4})");

  /** Checks the number of parts. */
  public MultipartPlan {
    parts = List.copyOf(parts);
    if (parts.isEmpty() || parts.size() > PARTS_MAX) {
      throw new IllegalArgumentException("not a number of parts: " + parts.size());
    }
  }

  /**
   * A stretch of parts of one size, as the source's manifest describes it.
   *
   * @param start offset of its first byte
   * @param partSize 0 for one part that takes all of it
   */
  public record Stretch(long start, long partSize) {}

  /** How many parts an ETag is the sum of; 0 for one that is none. */
  public static int partsOf(String etag) {
    if (etag.indexOf('-') < 0) {
      return 0;
    }
    Matcher matcher = MULTIPART_ETAG.matcher(etag);
    int parts = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    return parts > PARTS_MAX ? 0 : parts;
  }

  /**
   * The plan for an object; empty when it is best written by a single request.
   *
   * @param stretches the source's layout in order of offset; empty when it is not known
   */
  public static Optional<MultipartPlan> of(String etag, long size, List<Stretch> stretches) {
    int wanted = partsOf(etag);
    if (wanted > 0) {
      List<Long> known = sizes(stretches, size);
      if (known.size() == wanted && accepted(known)) {
        return Optional.of(new MultipartPlan(known, true));
      }
      List<Long> guess = equalParts(size, wanted);
      if (guess.size() == wanted && accepted(guess)) {
        return Optional.of(new MultipartPlan(guess, wanted == 1));
      }
    }
    return size <= SINGLE_MAX
        ? Optional.empty()
        : Optional.of(new MultipartPlan(cut(0, size, LARGE_PART), false));
  }

  private static List<Long> sizes(List<Stretch> stretches, long size) {
    List<Long> parts = new ArrayList<>();
    for (int i = 0; i < stretches.size() && parts.size() <= PARTS_MAX; i++) {
      Stretch stretch = stretches.get(i);
      long end = i + 1 < stretches.size() ? stretches.get(i + 1).start() : size;
      long partSize = stretch.partSize() == 0 ? end - stretch.start() : stretch.partSize();
      parts.addAll(cut(stretch.start(), end, partSize));
    }
    boolean whole = parts.stream().mapToLong(Long::longValue).sum() == size;
    return whole ? parts : List.of();
  }

  /** What to try where the manifest no longer shows the parts: equal ones, the last smaller. */
  private static List<Long> equalParts(long size, int count) {
    if (count == 1) {
      return List.of(size);
    }
    long least = (size + count - 1) / count;
    long most = (size - 1) / (count - 1);
    long roundUp = (least + MIB - 1) / MIB * MIB;
    long partSize =
        COMMON_MIB.stream()
            .map(mib -> mib * MIB)
            .filter(common -> common >= least && common <= most)
            .findFirst()
            .orElse(roundUp <= most ? roundUp : least);
    return partSize == 0 ? List.of() : cut(0, size, partSize);
  }

  private static List<Long> cut(long start, long end, long partSize) {
    List<Long> parts = new ArrayList<>();
    for (long at = start; at < end && parts.size() <= PARTS_MAX; at += partSize) {
      parts.add(Math.min(partSize, end - at));
    }
    return parts;
  }

  private static boolean accepted(List<Long> parts) {
    return parts.stream().limit(parts.size() - 1L).allMatch(part -> part >= PART_MIN)
        && parts.stream().allMatch(part -> part <= SINGLE_MAX);
  }
}
