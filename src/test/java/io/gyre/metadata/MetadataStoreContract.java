package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link MetadataStore} does, the fake as well as a gateway. */
public abstract class MetadataStoreContract {
  /** A store, with nothing but the user that we are. */
  protected abstract MetadataStore store();

  protected static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void whatIsNotThereIsEmptyAndMayBeRemoved() throws Exception {
    assertThat(await(store().get("user", "contract-nobody"))).isEmpty();
    assertThat(await(store().get("bucket", "contract-nothing"))).isEmpty();
    assertThat(await(store().get("bucket.instance", "contract-nothing:id.1"))).isEmpty();
    await(store().remove("user", "contract-nobody"));
  }

  @Test
  void whatIsPutIsThereUntilItIsRemoved() throws Exception {
    JsonNode alice = SampleMetadata.user("contract-alice", "CONTRACTALICE");

    await(store().put("user", "contract-alice", alice));
    JsonNode stored = await(store().get("user", "contract-alice")).orElseThrow();
    await(store().remove("user", "contract-alice"));

    assertThat(stored.path("data")).isEqualTo(alice.path("data"));
    assertThat(await(store().get("user", "contract-alice"))).isEmpty();
  }

  @Test
  void aPutReplacesWhatWasThere() throws Exception {
    ObjectNode carol = SampleMetadata.user("contract-carol", "CONTRACTCAROL");
    await(store().put("user", "contract-carol", carol));
    carol.withObject("/data").put("display_name", "Another Carol");

    await(store().put("user", "contract-carol", carol));

    assertThat(
            await(store().get("user", "contract-carol"))
                .orElseThrow()
                .at("/data/display_name")
                .asText())
        .isEqualTo("Another Carol");
    await(store().remove("user", "contract-carol"));
  }

  @Test
  void tenantsAreSeparate() throws Exception {
    String uid = "contracttenant$contract-dave";
    await(store().put("user", uid, SampleMetadata.user(uid, "CONTRACTDAVE")));

    assertThat(await(store().get("user", uid))).isPresent();
    assertThat(await(store().get("user", "contract-dave"))).isEmpty();
    assertThat(await(store().ownerOfAccessKey("CONTRACTDAVE"))).hasValue(uid);
    await(store().remove("user", uid));
  }

  @Test
  void allKeysComeInPages() throws Exception {
    for (int i = 0; i < 5; i++) {
      String uid = "contract-paged-" + i;
      await(store().put("user", uid, SampleMetadata.user(uid, "CONTRACTPAGED" + i)));
    }

    Set<String> seen = new HashSet<>();
    String marker = "";
    int pages = 0;
    do {
      MetadataStore.KeyPage page = await(store().keys("user", marker, 2));
      assertThat(page.keys()).hasSizeLessThanOrEqualTo(2);
      seen.addAll(page.keys());
      marker = page.marker();
      pages++;
    } while (!marker.isEmpty());

    assertThat(pages).isGreaterThanOrEqualTo(3);
    assertThat(seen)
        .containsAll(
            List.of("contract-paged-0", "contract-paged-1", "contract-paged-2", "contract-paged-3"))
        .contains(await(store().ourselves()));
    for (int i = 0; i < 5; i++) {
      await(store().remove("user", "contract-paged-" + i));
    }
  }

  @Test
  void anEmailAddressIsGivenToOneUserOnly() throws Exception {
    put("contract-gina", "gina@example.org");
    put("contract-hal", "");

    assertThat(await(store().giveEmail("contract-hal", "Gina@example.org"))).isFalse();
    assertThat(email("contract-hal")).isEmpty();
    assertThat(await(store().giveEmail("contract-hal", "Hal@example.org"))).isTrue();
    assertThat(email("contract-hal")).isEqualTo("hal@example.org");
    assertThat(email("contract-gina")).isEqualTo("gina@example.org");
    remove("contract-gina", "contract-hal");
  }

  /** Why {@link MetadataStore#giveEmail} exists. */
  @Test
  void aPutTakesAnEmailAddressAwayFromSomebodyElse() throws Exception {
    put("contract-ida", "ida@example.org");
    put("contract-jim", "");

    put("contract-kit", "ida@example.org");
    put("contract-kit", "");

    assertThat(email("contract-ida")).isEqualTo("ida@example.org");
    assertThat(await(store().giveEmail("contract-jim", "ida@example.org"))).isTrue();
    remove("contract-ida", "contract-jim", "contract-kit");
  }

  private void put(String uid, String email) throws Exception {
    ObjectNode user = SampleMetadata.user(uid, uid.replace("-", "").toUpperCase(Locale.ROOT));
    await(store().put("user", uid, SampleMetadata.withEmail(user, email)));
  }

  private String email(String uid) throws Exception {
    return await(store().get("user", uid)).orElseThrow().at("/data/email").asText();
  }

  private void remove(String... uids) throws Exception {
    for (String uid : uids) {
      await(store().remove("user", uid));
    }
  }

  @Test
  void anAccessKeyBelongsToOneUserOrNobody() throws Exception {
    await(
        store().put("user", "contract-erin", SampleMetadata.user("contract-erin", "CONTRACTERIN")));

    assertThat(await(store().ownerOfAccessKey("CONTRACTERIN"))).hasValue("contract-erin");
    assertThat(await(store().ownerOfAccessKey("CONTRACTNOBODY"))).isEmpty();
    await(store().remove("user", "contract-erin"));
  }

  @Test
  void aUsersListHasItsBucketsUntilTheirEntryPointsGo() throws Exception {
    BucketInstance bucket = BucketInstance.parse("contracttenant/contract-listed:contract.1");
    String uid = "contracttenant$contract-lea";
    await(store().put("user", uid, SampleMetadata.user(uid, "CONTRACTLEA")));
    assertThat(await(store().lists(uid, bucket.bucket()))).isFalse();

    JsonNode entry = SampleMetadata.entryPoint(bucket, "contract.1", uid);
    await(store().put("bucket", bucket.bucket().toString(), entry));
    assertThat(await(store().lists(uid, bucket.bucket()))).isTrue();
    assertThat(await(store().lists(uid, BucketName.parse("contracttenant/other")))).isFalse();
    assertThat(await(store().lists("contract-nobody", bucket.bucket()))).isFalse();

    await(store().remove("bucket", bucket.bucket().toString()));
    assertThat(await(store().lists(uid, bucket.bucket()))).isFalse();
    await(store().remove("user", uid));
  }

  @Test
  void aKeyOfAnotherUserIsRefusedAndNothingIsStored() throws Exception {
    await(store().put("user", "contract-fay", SampleMetadata.user("contract-fay", "CONTRACTFAY")));

    assertThat(
            store()
                .put("user", "contract-thief", SampleMetadata.user("contract-thief", "CONTRACTFAY"))
                .handle((done, failure) -> GatewayException.unwrap(failure))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            GatewayException.class, refused -> assertThat(refused.status()).isEqualTo(409));
    assertThat(await(store().get("user", "contract-thief"))).isEmpty();
    assertThat(await(store().ownerOfAccessKey("CONTRACTFAY"))).hasValue("contract-fay");
    await(store().remove("user", "contract-fay"));
  }
}
