package io.gyre.rgw;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.config.HttpClientKind;

/** The same with the client of the SDK. */
@RealCeph
class SdkObjectStoreIT extends RgwObjectStoreIT {
  SdkObjectStoreIT(CephPair ceph) {
    super(ceph);
  }

  @Override
  HttpClientKind kind() {
    return HttpClientKind.SDK;
  }
}
