package io.gyre.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a configuration key that is not given, written as an operator would write it. A
 * component without it is required, unless it is an {@code Optional} or a nested record.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Default {
  /** One text; several for a list. */
  String[] value();
}
