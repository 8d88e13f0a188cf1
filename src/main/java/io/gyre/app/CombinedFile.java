package io.gyre.app;

import io.gyre.check.Checked;
import io.gyre.check.Checked.Equal;
import io.gyre.check.Checked.EqualKeys;
import io.gyre.check.Checked.Finding;
import io.gyre.check.Subject;
import io.gyre.check.Verdict;
import io.gyre.log.BucketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * A line for each key, as {@code rclone check --combined} writes it. A bucket as a whole, which
 * only one end has or does not list, is {@code BUCKET/}. What is in flight is left out.
 */
final class CombinedFile implements AutoCloseable {
  private final Writer out;

  /** Closes what it writes to in the end. */
  CombinedFile(Writer out) {
    this.out = out;
  }

  /**
   * Writes what there is to be said of keys.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  void add(Checked checked) {
    try {
      if (checked instanceof EqualKeys equal) {
        for (String key : equal.keys()) {
          line('=', equal.bucket(), key);
        }
      } else if (checked instanceof Equal equal && equal.subject() instanceof Subject.Key key) {
        line('=', key.bucket(), key.key());
      } else if (checked instanceof Finding finding && finding.verdict() != Verdict.IN_FLIGHT) {
        finding(finding);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void finding(Finding finding) throws IOException {
    if (finding.subject() instanceof Subject.Key key) {
      line(sign(finding.seen()), key.bucket(), key.key());
    } else if (finding.subject() instanceof Subject.Listing listing) {
      line(sign(finding.seen()), listing.bucket(), "");
    } else if (finding.subject() instanceof Subject.Bucket bucket
        && finding.seen() != Verdict.DIFFERS) {
      line(sign(finding.seen()), bucket.name(), "");
    }
  }

  private static char sign(Verdict seen) {
    return switch (seen) {
      case MISSING -> '+';
      case EXTRA -> '-';
      case DIFFERS -> '*';
      case PARKED, IN_FLIGHT, ERROR -> '!';
    };
  }

  /** A key with a line break would be two lines. */
  private void line(char sign, BucketName bucket, String key) throws IOException {
    out.append(sign).append(' ').append(Plain.text(bucket + "/" + key)).append('\n');
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
