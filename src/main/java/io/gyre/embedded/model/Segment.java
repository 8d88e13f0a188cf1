package io.gyre.embedded.model;

/** A run of an object's bytes, in memory or in a file. */
public sealed interface Segment {
  /** Number of bytes. */
  long size();

  /** The bytes from {@code from} up to, not including, {@code to}. Shares the storage. */
  Segment slice(long from, long to);

  /** Bytes in memory. The array is shared and must never be written to. */
  final class InMemory implements Segment {
    private final byte[] data;
    private final int offset;
    private final int length;

    /** A part of an array. */
    public InMemory(byte[] data, int offset, int length) {
      this.data = data;
      this.offset = offset;
      this.length = length;
    }

    /** The array. */
    public byte[] data() {
      return data;
    }

    /** Where the bytes begin in it. */
    public int offset() {
      return offset;
    }

    /** How many they are. */
    public int length() {
      return length;
    }

    @Override
    public long size() {
      return length;
    }

    @Override
    public Segment slice(long from, long to) {
      return new InMemory(data, offset + (int) from, (int) (to - from));
    }
  }

  /** Bytes in a spill file, which lives as long as a segment refers to it. */
  record InFile(SpillFile file, long offset, long length) implements Segment {
    @Override
    public long size() {
      return length;
    }

    @Override
    public Segment slice(long from, long to) {
      return new InFile(file, offset + from, to - from);
    }
  }
}
