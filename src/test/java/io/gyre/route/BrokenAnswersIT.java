package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.testing.Fault;
import io.gyre.testing.S3User;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests and answers that do not come whole. */
@AnyZones
@Tag("long")
@Timeout(300)
class BrokenAnswersIT extends BadDays {
  private static final int BIG = 6 << 20;
  private static final int AMID = 3 << 20;

  BrokenAnswersIT(ZonePair zones) {
    super(zones);
  }

  @Test
  void connectionsThatBreakAmidADownloadAndAnUploadDoNoHarm() throws InterruptedException {
    S3User owner = filled("bad-reset");
    owner.put("bad-reset", "big", bytes(BIG));
    source.inflict(
        new Fault.ResetAnswer(AMID), 1, 3, line -> line.startsWith("GET /bad-reset/big"));
    ended(0, route("bad-reset"), "--once");
    assertThat(source.resets()).as("cut amid the object's data").isEqualTo(3);
    assertThat(differences("bad-reset")).isEmpty();

    owner.put("bad-reset", "big", bytes(BIG));
    destination.inflict(
        new Fault.ResetRequest(AMID), 1, 1, line -> line.startsWith("PUT /bad-reset/big"));
    ended(0, route("bad-reset"), "--once");
    assertThat(destination.resets()).as("cut amid the object's data").isEqualTo(1);
    assertThat(differences("bad-reset")).isEmpty();
  }

  @Test
  void connectionsThatBreakBeforeTheRequestOrAmidTheAnswersHeadDoNoHarm()
      throws InterruptedException {
    S3User owner = filled("bad-heads");
    Predicate<String> ofTheBucket = line -> line.contains(" /bad-heads/");
    source.inflict(new Fault.ResetRequest(0), 0.7, 10, ofTheBucket);
    destination.inflict(new Fault.ResetAnswer(10), 0.5, 2, ofTheBucket);
    ended(0, route("bad-heads"), "--once");
    assertThat(source.inflicted()).isEqualTo(10);
    assertThat(destination.inflicted()).isEqualTo(2);
    assertThat(differences("bad-heads")).isEmpty();

    owner.put("bad-heads", "k1", "again");
    owner.put("bad-heads", "new", bytes(900_000));
    source.inflict(new Fault.ResetAnswer(10), 1, 3, ofTheBucket);
    destination.inflict(
        new Fault.ResetRequest(0), 1, 2, line -> line.startsWith("PUT /bad-heads/"));
    ended(0, route("bad-heads"), "--once");
    assertThat(source.inflicted()).isEqualTo(13);
    assertThat(destination.inflicted()).isEqualTo(4);
    assertThat(differences("bad-heads")).isEmpty();
  }

  @Test
  void bodiesThatStopShortAreNotTakenForWholeOnes() throws InterruptedException {
    S3User owner = filled("bad-short");
    owner.put("bad-short", "big", bytes(BIG));
    source.inflict(new Fault.CutAnswer(AMID), 1, 3, line -> line.startsWith("GET /bad-short/big"));
    ended(0, route("bad-short"), "--once");
    assertThat(source.inflicted()).isEqualTo(3);
    assertThat(differences("bad-short")).isEmpty();

    owner.put("bad-short", "k1", bytes(3000));
    source.inflict(new Fault.CutAnswer(1500), 1, 3, line -> line.startsWith("GET /bad-short/k1"));
    ended(0, route("bad-short"), "--once");
    assertThat(source.inflicted()).isEqualTo(6);
    assertThat(differences("bad-short")).isEmpty();
  }

  @Test
  void halfADocumentIsNotTakenForAWholeOne() throws InterruptedException {
    filled("bad-half");
    Predicate<String> lists =
        line ->
            line.startsWith("GET ")
                && (line.contains("/admin/log?")
                    || line.contains("/admin/metadata/")
                    || line.contains(" /bad-half?"));
    Fault half = new Fault.Answer(200, "application/json", "[{\"op_id\":\"1#2\",\"obj");
    source.inflict(half, 0.5, 40, lists);
    destination.inflict(half, 0.5, 10, lists);

    ended(0, route("bad-half"), "--once");

    assertThat(source.inflicted()).isEqualTo(40);
    assertThat(destination.inflicted()).isPositive();
    assertThat(differences("bad-half")).isEmpty();
  }

  @Test
  void answersThatTrickleAreNotWaitedForForEver() throws InterruptedException {
    filled("bad-drops");
    Predicate<String> admin = line -> line.contains(" /admin/") && !line.contains("/admin/config");
    source.inflict(new Fault.Trickle(8, Duration.ofMillis(200)), 0.5, 8, admin);
    destination.inflict(new Fault.Trickle(8, Duration.ofMillis(200)), 0.5, 3, admin);

    ended(0, route("bad-drops"), "--once");

    assertThat(source.inflicted()).isEqualTo(8);
    assertThat(destination.inflicted()).isEqualTo(3);
    assertThat(differences("bad-drops")).isEmpty();
  }
}
