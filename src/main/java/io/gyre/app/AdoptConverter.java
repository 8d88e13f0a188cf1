package io.gyre.app;

import io.gyre.config.Adopt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what the command line names for adoption. */
final class AdoptConverter implements ITypeConverter<Adopt> {
  @Override
  public Adopt convert(String text) {
    try {
      return Adopt.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("expected " + e.getMessage());
    }
  }
}
