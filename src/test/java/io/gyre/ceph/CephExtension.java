package io.gyre.ceph;

import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What stands behind {@link RealCeph}. */
final class CephExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(CephExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> reason = CephClusters.whyNot(System.getProperty("ceph", "auto"));
    if (reason.isEmpty()) {
      return ConditionEvaluationResult.enabled("real Ceph is here");
    }
    context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("announced", key -> announce(reason.get()));
    return ConditionEvaluationResult.disabled(reason.get());
  }

  /** The build tool's own report has the reason in a file only; a person reads the console. */
  private static boolean announce(String reason) {
    System.out.println("[WARNING] Tests against real Ceph are skipped: " + reason);
    return true;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    CephPair pair = pair(context);
    pair.source().wipe();
    pair.destination().wipe();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == CephPair.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return pair(context);
  }

  /** The root store lives as long as the JVM's test run, and closes what it holds. */
  private static CephPair pair(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("pair", key -> CephPair.start(), CephPair.class);
  }
}
