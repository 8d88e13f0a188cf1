package io.gyre.app;

import io.gyre.doctor.Diagnosis;
import io.gyre.doctor.End;
import io.gyre.doctor.Finding;
import io.gyre.doctor.Level;

/** A diagnosis for people: one line for each check, what mends it below. */
@SuppressWarnings("InlineFormatString") // the columns of the table, side by side
final class DoctorText {
  private static final String LINE = "  %-4s  %-12s  %s%n";
  private static final String FIX = "          %s%n";

  private DoctorText() {}

  static String of(Diagnosis diagnosis) {
    StringBuilder text = new StringBuilder();
    for (End end : End.values()) {
      text.append(end == End.HERE ? "this host" : end.toString()).append(System.lineSeparator());
      diagnosis.findings().stream()
          .filter(finding -> finding.end() == end)
          .forEach(finding -> append(text, finding));
    }
    return text.append(System.lineSeparator()).append(summary(diagnosis)).toString();
  }

  /** Much of a message is somebody else's. */
  private static void append(StringBuilder text, Finding finding) {
    text.append(
        LINE.formatted(finding.level(), finding.check().label(), Plain.text(finding.message())));
    finding.fix().forEach(line -> text.append(FIX.formatted(Plain.text(line))));
  }

  private static String summary(Diagnosis diagnosis) {
    long fail = diagnosis.count(Level.FAIL);
    long warn = diagnosis.count(Level.WARN);
    String verdict = fail > 0 ? "Not ready" : warn > 0 ? "Ready, with warnings" : "Ready";
    return "%s: %d FAIL, %d WARN, %d OK.%n"
        .formatted(verdict, fail, warn, diagnosis.count(Level.OK));
  }
}
