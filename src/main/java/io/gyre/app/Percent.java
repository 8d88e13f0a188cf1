package io.gyre.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a part of something in per cent, such as {@code 1%} or {@code 0.5}. */
final class Percent implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    try {
      double percent = Double.parseDouble(number);
      if (percent > 0 && percent <= 100) {
        return percent / 100;
      }
    } catch (NumberFormatException notOne) {
      throw new TypeConversionException("'" + text + "' is not a percentage such as 1%");
    }
    throw new TypeConversionException("'" + text + "' is not more than 0% and at most 100%");
  }
}
