package io.gyre.embedded.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds the bytes of a large object. It is deleted once nothing refers to it. */
public final class SpillFile {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Path path;

  /** Takes over a file that is complete and will not change. */
  public SpillFile(Path path) {
    this.path = path;
    CLEANER.register(this, () -> delete(path));
  }

  /** Where the bytes are. */
  public Path path() {
    return path;
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the spill file " + path, e);
    }
  }
}
