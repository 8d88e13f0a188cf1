package io.gyre.doctor;

import java.util.Locale;

/** Where a finding is about. */
public enum End {
  SOURCE,
  DESTINATION,
  /** This host: its clock and the state directory. */
  HERE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
