package io.gyre.zones;

import io.gyre.ceph.CephExtension;
import io.gyre.testing.ZonePair;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What stands behind {@link AnyZones}. */
final class ZonesExtension
    implements ExecutionCondition, BeforeAllCallback, AfterAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ZonesExtension.class);

  private final CephExtension ceph = new CephExtension();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return ZonePair.EMBEDDED
        ? ConditionEvaluationResult.enabled("embedded zones are always here")
        : ceph.evaluateExecutionCondition(context);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (ZonePair.EMBEDDED) {
      pair(context);
    } else {
      ceph.beforeAll(context);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    EmbeddedPair pair = context.getStore(NAMESPACE).remove(ZonePair.class, EmbeddedPair.class);
    if (pair != null) {
      pair.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ZonePair.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return ZonePair.EMBEDDED ? pair(context) : CephExtension.pair();
  }

  /** That of the test class, which may be made before or after {@link #beforeAll}. */
  private static ZonePair pair(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(ZonePair.class, type -> EmbeddedPair.start(), ZonePair.class);
  }
}
