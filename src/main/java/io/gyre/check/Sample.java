package io.gyre.check;

import io.gyre.log.BucketName;

/**
 * Which keys are compared further than by listings: the same ones with the same seed, in every run
 * and whatever else there is.
 *
 * @param fraction of all keys; over 0, up to 1
 */
public record Sample(double fraction, long seed) {
  /** Every key. */
  public static final Sample ALL = new Sample(1, 0);

  private static final double VALUES = 0x1p53;

  public Sample {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("not a part of all: " + fraction);
    }
  }

  /** Whether a key is among them. */
  boolean takes(BucketName bucket, String key) {
    if (fraction >= 1) {
      return true;
    }
    long hash = mix(mix(mix(seed) + hash(bucket.toString())) + hash(key));
    return (hash >>> 11) / VALUES < fraction;
  }

  /** 64 bits, as the 32 of String's would repeat themselves among a million keys. */
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** As of SplitMix64: bits that differ anywhere change all others. */
  private static long mix(long bits) {
    long mixed = bits + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
