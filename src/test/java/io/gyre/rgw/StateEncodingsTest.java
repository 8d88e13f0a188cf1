package io.gyre.rgw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.rgw.CephReader.UnknownEncodingException;
import io.gyre.rgw.ObjectTags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Samples are as Ceph 16.2.15 wrote them. */
class StateEncodingsTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void readsTags() throws UnknownEncodingException {
    ObjectTags tags =
        ObjectTags.decode(
            hex("01011c00000002000000010000006101000000310300000062206303000000782b79"));

    assertThat(tags.tags()).containsExactly(new Tag("a", "1"), new Tag("b c", "x+y"));
    assertThat(tags.header()).isEqualTo("a=1&b%20c=x%2By");
  }

  @Test
  void doesNotTakeTheHeaderOfAMultipartUploadForTags() {
    // The gateway keeps x-amz-tagging of an Initiate as it came.
    assertThatThrownBy(() -> ObjectTags.decode("t=1\0".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(UnknownEncodingException.class);
  }

  @Test
  void writesTagsAsXml() {
    assertThat(new ObjectTags(List.of(new Tag("a<", "&"))).xml())
        .isEqualTo(
            "<Tagging><TagSet><Tag><Key>a&lt;</Key><Value>&amp;</Value></Tag></TagSet></Tagging>");
  }

  @Test
  void readsRetention() throws UnknownEncodingException {
    var retention =
        ObjectLock.decodeRetention(hex("0101160000000a000000474f5645524e414e43452569386b00000000"));

    Instant until = Instant.parse("2027-01-02T03:04:05Z");
    assertThat(retention).isEqualTo(new ObjectLock.Retention("GOVERNANCE", until));
    assertThat(retention.expired(until)).isTrue();
    assertThat(retention.expired(until.minusNanos(1))).isFalse();
  }

  @Test
  void readsLegalHold() throws UnknownEncodingException {
    assertThat(ObjectLock.decodeLegalHold(hex("010106000000020000004f4e"))).isEqualTo("ON");
  }
}
