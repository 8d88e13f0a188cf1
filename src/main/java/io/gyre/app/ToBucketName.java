package io.gyre.app;

import io.gyre.log.BucketName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a bucket's name, with its tenant before a slash where it has one. */
final class ToBucketName implements ITypeConverter<BucketName> {
  @Override
  public BucketName convert(String text) {
    try {
      return BucketName.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is not a bucket's name");
    }
  }
}
