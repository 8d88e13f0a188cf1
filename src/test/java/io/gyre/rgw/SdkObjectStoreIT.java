package io.gyre.rgw;

import io.gyre.config.HttpClientKind;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;

/** The same with the client of the SDK. */
@AnyZones
class SdkObjectStoreIT extends RgwObjectStoreIT {
  SdkObjectStoreIT(ZonePair zones) {
    super(zones);
  }

  @Override
  HttpClientKind kind() {
    return HttpClientKind.SDK;
  }
}
