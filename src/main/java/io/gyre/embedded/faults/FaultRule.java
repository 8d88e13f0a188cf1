package io.gyre.embedded.faults;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which requests something goes wrong with, and how often.
 *
 * @param probability of each request that matches, 0 to 1
 * @param requests is found somewhere in {@code METHOD /path?query}, which is percent-encoded
 */
public record FaultRule(Fault fault, double probability, Pattern requests) {
  private static final Pattern FORM =
      Pattern.compile("(?:([01](?:\\.[0-9]+)?) )?([a-z-]+)(?:=([0-9]+)(ms|s)?)?(?: (.+))?");

  /** How a rule is written. */
  public static final String SYNTAX =
      "[PROBABILITY ]FAULT[ PATTERN], with FAULT one of delay=50ms, status=503, reset, no-answer,"
          + " truncate, half-document, and PATTERN a regular expression that is looked for in"
          + " 'METHOD /path?query'";

  /** Checks the probability. */
  public FaultRule {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("no probability: " + probability);
    }
  }

  /**
   * Reads a rule: {@code 0.1 status=503 PUT /photos/}, {@code delay=50ms}.
   *
   * @throws IllegalArgumentException saying what is expected
   */
  public static FaultRule parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw wrong(text);
    }
    double probability = form.group(1) == null ? 1 : Double.parseDouble(form.group(1));
    String pattern = form.group(5) == null ? "" : form.group(5);
    try {
      return new FaultRule(fault(form, text), probability, Pattern.compile(pattern));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("'" + pattern + "': " + e.getDescription(), e);
    }
  }

  private static Fault fault(Matcher form, String text) {
    String name = form.group(2);
    boolean time = form.group(4) != null;
    boolean number = form.group(3) != null;
    return switch (name) {
      case "delay" -> new Fault.Delay(duration(required(form, time, text), form.group(4)));
      case "status" -> new Fault.Status((int) required(form, number && !time, text));
      case "reset" -> plain(new Fault.Reset(), number, text);
      case "no-answer" -> plain(new Fault.NoAnswer(), number, text);
      case "truncate" -> plain(new Fault.Truncate(), number, text);
      case "half-document" -> plain(new Fault.HalfDocument(), number, text);
      default -> throw wrong(text);
    };
  }

  private static long required(Matcher form, boolean there, String text) {
    if (!there || form.group(3).length() > 9) {
      throw wrong(text);
    }
    return Long.parseLong(form.group(3));
  }

  private static Fault plain(Fault fault, boolean number, String text) {
    if (number) {
      throw wrong(text);
    }
    return fault;
  }

  private static Duration duration(long number, String unit) {
    return unit.equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "'%s' is no fault: expected %s", text, SYNTAX));
  }
}
