package io.gyre.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketNamesTest {
  @ParameterizedTest
  @CsvSource({
    "photos:z.4137.1:3, '', photos, z.4137.1, 3",
    "photos:z.4137.1, '', photos, z.4137.1, -1",
    "acme/photos:z.1.1:0, acme, photos, z.1.1, 0"
  })
  void aDataLogKeyNamesABucketShardAndIsWrittenBackAlike(
      String key, String tenant, String name, String id, int shard) {
    BucketShard parsed = BucketShard.parse(key);

    assertThat(parsed)
        .isEqualTo(new BucketShard(new BucketInstance(new BucketName(tenant, name), id), shard));
    assertThat(parsed).hasToString(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "photos", "photos:"})
  void whatIsNoInstanceIsRefused(String key) {
    assertThatThrownBy(() -> BucketInstance.parse(key))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
