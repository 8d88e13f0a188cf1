package io.gyre.metadata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.failure.GatewayException;
import io.gyre.map.OwnerMap;
import io.gyre.map.OwnerRule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class AclOwnersTest {
  /** As 16.2.15 keeps it: of and for the user {@code tester}. */
  private static final byte[] ACL =
      Base64.getDecoder()
          .decode(
              "AgKHAAAAAwIUAAAABgAAAHRlc3RlcgYAAAB0ZXN0ZXIEA2cAAAABAQAAAAYAAAB0ZXN0ZXIPAAAAAQAAAAYAAAB0"
                  + "ZXN0ZXIFAzgAAAACAgQAAAAAAAAABgAAAHRlc3RlcgAAAAAAAAAAAgIEAAAADwAAAAYAAAB0ZXN0ZXIAAAAA"
                  + "AAAAAAAAAAAAAAAA");

  private static OwnerMap map(String rule) {
    return new OwnerMap(List.of(OwnerRule.parse(rule)));
  }

  @Test
  void othersStayToTheByte() {
    assertThat(AclOwners.rewrite(ACL, map("somebody -> else"))).isEqualTo(ACL);
  }

  @Test
  void usersAreReplacedWhereverTheyAreAndLengthsFollow() {
    byte[] there = AclOwners.rewrite(ACL, map("tester -> al"));

    // Owner, key of the sums, key of the grant, and the grant's: four bytes less each. What the
    // users are called stays.
    assertThat(there).hasSize(ACL.length - 4 * 4);
    ByteBuffer read = ByteBuffer.wrap(there).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(read.getInt(2)).as("the length of all").isEqualTo(there.length - 6);
    assertThat(new String(there, ISO_8859_1).split("tester", -1)).hasSize(3);
    assertThat(AclOwners.rewrite(there, map("al -> tester"))).as("and back").isEqualTo(ACL);
  }

  @Test
  void anUnknownEncodingIsNotPassedOn() {
    byte[] newer = ACL.clone();
    newer[1] = 99;
    OwnerMap map = map("tester -> al");

    assertThatThrownBy(() -> AclOwners.rewrite(newer, map)).isInstanceOf(GatewayException.class);
    assertThatThrownBy(() -> AclOwners.rewrite(Arrays.copyOf(ACL, 40), map))
        .isInstanceOf(GatewayException.class);
  }
}
