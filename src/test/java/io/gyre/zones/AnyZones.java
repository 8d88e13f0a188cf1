package io.gyre.zones;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test class needs two zones of any kind, and takes them as a {@link io.gyre.testing.ZonePair}.
 * Each class begins with empty ones. The build runs it twice: with the system property {@code
 * zones=embedded} between zones of the embedded gateway, and between real ones, as {@link
 * io.gyre.ceph.RealCeph} says.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("any-zones")
@ExtendWith(ZonesExtension.class)
public @interface AnyZones {}
