package io.gyre.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rfc2047Test {
  @ParameterizedTest
  @CsvSource({
    "=?UTF-8?B?w7w=?=, \u00c3\u00bc",
    "=?UTF-8?Q?a_=C3=BC?=, a \u00c3\u00bc",
    "=?UTF-8?B?no base64!?=, =?UTF-8?B?no base64!?=",
    "=?UTF-8?Q?=ZZ?=, =?UTF-8?Q?=ZZ?=",
    "plain, plain",
    "a =?UTF-8?B?w7w=?=, a =?UTF-8?B?w7w=?="
  })
  void onlyWhatIsEncodedAsAWholeIsDecoded(String value, String bytes) {
    assertThat(Rfc2047.decoded(value)).isEqualTo(bytes);
  }
}
