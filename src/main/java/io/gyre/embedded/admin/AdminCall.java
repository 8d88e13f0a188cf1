package io.gyre.embedded.admin;

import io.gyre.embedded.auth.Caller;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Zone;

/** One admin request with its caller and its whole body. The array is not changed by anybody. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AdminCall(GatewayRequest request, Caller caller, Zone zone, byte[] body) {

  Query query() {
    return request.query();
  }

  /** Refuses callers who are neither system users nor have the capability. */
  void require(String capability) {
    boolean write = !request.method().equals("GET");
    User user = caller.user();
    if (!caller.system() && (user == null || !user.hasCapability(capability, write))) {
      throw ErrorCode.ACCESS_DENIED.refusal();
    }
  }

  /** A log shard's number; refused if there is no such shard. */
  int shard(int count) {
    int shard = query().number("id", -1);
    if (shard < 0 || shard >= count) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    return shard;
  }
}
