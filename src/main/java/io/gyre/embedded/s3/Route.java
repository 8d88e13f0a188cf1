package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import java.util.List;

/**
 * One operation: the method and the sub-resource (the name of a parameter) it answers to. The empty
 * sub-resource is the thing itself.
 */
record Route(String method, String parameter, Operation operation) {

  static Route get(String parameter, Operation.Simple operation) {
    return new Route("GET", parameter, operation);
  }

  static Route put(String parameter, Operation operation) {
    return new Route("PUT", parameter, operation);
  }

  static Route post(String parameter, Operation operation) {
    return new Route("POST", parameter, operation);
  }

  static Route delete(String parameter, Operation.Simple operation) {
    return new Route("DELETE", parameter, operation);
  }

  /** The first of the routes that a request matches; refused with 405 if there is none. */
  static Operation find(List<Route> routes, S3Call call) {
    String method = call.request().method();
    for (Route route : routes) {
      boolean named = route.parameter.isEmpty() || call.query().has(route.parameter);
      if (named && route.method.equals(method)) {
        return route.operation;
      }
    }
    throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
  }
}
