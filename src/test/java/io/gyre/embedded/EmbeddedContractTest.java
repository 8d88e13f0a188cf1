package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.embedded.model.PlacementRule;
import io.gyre.zones.EmbeddedOperator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract suites against the embedded gateway. */
class EmbeddedContractTest {
  private static EmbeddedZone zone;

  @BeforeAll
  static void start() {
    zone = EmbeddedZone.start(EmbeddedSettings.named("contract-1"));
    PlacementContract.PLACEMENTS.forEach(
        rule -> zone.zone().placements().add(PlacementRule.parse(rule)));
  }

  @AfterAll
  static void stop() {
    zone.close();
  }

  private static GatewaySubject embedded() {
    return new GatewaySubject(
        zone.endpoint(), zone.key().id(), zone.key().secret(), new EmbeddedOperator(zone.zone()));
  }

  /** The real one (16.2) may break the connection instead, while the body is still being sent. */
  @Test
  void aRefusalOfALargeWriteIsHeard() {
    WireClient client = embedded().system();
    client.put("/large-refused");
    String target = "/large-refused/k?rgwx-uid=nobody-of-that-name";
    assertThat(client.send("PUT", target, Map.of(), new byte[5 << 20]).status()).isEqualTo(403);
  }

  /** 16.2 does not know them; today's clients send them. */
  @Test
  void aBodyInPiecesMayEndWithTrailers() {
    GatewaySubject subject = embedded();
    String object = "/trailers/k";
    subject.system().put("/trailers");
    WireSigner signer =
        new WireSigner(zone.endpoint().getAuthority(), subject.accessKey(), subject.secretKey());
    byte[] body = new byte[200_000];
    for (var pieces :
        List.of(
            signer.piecesWithTrailer(object, body, 1 << 16),
            signer.unsignedPieces(object, body, 1 << 16))) {
      var put = subject.anonymous().send("PUT", object, pieces.headers(), pieces.body());
      assertThat(put.status()).as(put.body()).isEqualTo(200);
      assertThat(subject.system().get(object).bytes()).isEqualTo(body);
      subject.system().delete(object);
    }
  }

  @Nested
  class Objects extends ObjectContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }

  @Nested
  class Versions extends VersionContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }

  @Nested
  class Owners extends OwnerContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }

  @Nested
  class Admin extends AdminContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }

  @Nested
  class Placement extends PlacementContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }

  @Nested
  class Logs extends LogContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }

  @Nested
  class Metadata extends MetadataContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }

  @Nested
  class Uploads extends UploadContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }

  @Nested
  class Listings extends ListingContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }

  @Nested
  class BucketsOfUsers extends BucketContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }

  @Nested
  class Signatures extends SignatureContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }
}
