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
public final class CephExtension
    implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
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

  /** The one that all classes of this JVM share, started when it is first asked for. */
  public static CephPair pair() {
    return Pair.OF_THIS_JVM;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    CephPair pair = pair();
    pair.source().wipe();
    pair.destination().wipe();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == CephPair.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return pair();
  }

  /**
   * Started when it is first asked for. A JVM that takes classes from the build one by one has a
   * root store for each, so that is no place for what all of them share.
   */
  private static final class Pair {
    static final CephPair OF_THIS_JVM = CephPair.start();
  }
}
