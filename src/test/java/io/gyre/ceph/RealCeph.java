package io.gyre.ceph;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test class needs two real Ceph clusters, and takes them as a {@link CephPair} parameter of
 * its constructor, {@code @BeforeAll} or test methods. All classes of one JVM share the pair; each
 * begins with empty zones (only the system users are there).
 *
 * <p>The system property {@code ceph} decides: {@code auto} (the default) skips the class where
 * Ceph is not installed, {@code off} skips it always, {@code required} never.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("ceph")
@ExtendWith(CephExtension.class)
public @interface RealCeph {}
