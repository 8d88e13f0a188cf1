package io.gyre.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.doctor.Period.Member;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which zones of a period may read a zone's logs. */
class PeriodTest {
  private static final Member SELF = member("z1", "g1", true, true);
  private static final Member SYNCS = member("z2", "g1", true, true);
  private static final Member SYNCS_FROM_OTHERS = member("z3", "g1", true, false);
  private static final Member OF_ANOTHER_GROUP = member("z4", "g2", true, true);
  private static final Member NOT_DEPLOYED = member("z5", "g1", false, true);
  private static final List<Member> ALL =
      List.of(SELF, SYNCS, SYNCS_FROM_OTHERS, OF_ANOTHER_GROUP, NOT_DEPLOYED);

  private static Member member(String id, String group, boolean deployed, boolean all) {
    return new Member(id, "name of " + id, group, deployed, all, Set.of());
  }

  @Test
  void itsDataLogIsReadByThoseThatSyncFromIt() {
    assertThat(new Period("z2", ALL).readersOf("z1")).containsExactly(SYNCS);
  }

  @Test
  void theMetadataLogOfTheMasterIsReadByAll() {
    assertThat(new Period("z1", ALL).readersOf("z1"))
        .containsExactly(SYNCS, SYNCS_FROM_OTHERS, OF_ANOTHER_GROUP);
  }

  @Test
  void aZoneThatIsNoMemberMayBeReadByAll() {
    assertThat(new Period("z2", ALL).readersOf("z9"))
        .containsExactly(SELF, SYNCS, SYNCS_FROM_OTHERS, OF_ANOTHER_GROUP);
  }
}
