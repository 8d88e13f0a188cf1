package io.gyre.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.check.ObjectFacts.AccessGrant;
import io.gyre.check.ObjectFacts.Acl;
import io.gyre.check.ObjectFacts.Retention;
import io.gyre.check.ObjectFacts.Tag;
import io.gyre.map.Mapping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttributeComparisonTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final AccessGrant OWN = new AccessGrant("ann", "", "FULL_CONTROL");
  private static final AccessGrant OF_BOB = new AccessGrant("bob", "", "READ");

  private final AttributeComparison comparison =
      new AttributeComparison(new Allowed(Set.of(), Optional.of("heir"), Mapping.NONE));

  /** An object, changed step by step. */
  private record Some(
      String etag,
      String sourceEtag,
      Acl acl,
      Map<String, String> headers,
      Set<Tag> tags,
      Optional<Retention> retention,
      boolean hold,
      Optional<String> sha256) {
    static final Some OBJECT =
        new Some(
            "e",
            "",
            AttributeComparisonTest.acl("ann", OWN),
            Map.of(),
            Set.of(),
            Optional.empty(),
            false,
            Optional.empty());

    Some etag(String other, String recorded) {
      return new Some(other, recorded, acl, headers, tags, retention, hold, sha256);
    }

    Some acl(Acl other) {
      return new Some(etag, sourceEtag, other, headers, tags, retention, hold, sha256);
    }

    Some headers(Map<String, String> other) {
      return new Some(etag, sourceEtag, acl, other, tags, retention, hold, sha256);
    }

    Some tags(Tag... other) {
      return new Some(etag, sourceEtag, acl, headers, Set.of(other), retention, hold, sha256);
    }

    Some retention(String mode, Duration left) {
      Retention kept = new Retention(mode, NOW.plus(left));
      return new Some(etag, sourceEtag, acl, headers, tags, Optional.of(kept), hold, sha256);
    }

    Some held() {
      return new Some(etag, sourceEtag, acl, headers, tags, retention, true, sha256);
    }

    Some sha256(String digest) {
      return new Some(etag, sourceEtag, acl, headers, tags, retention, hold, Optional.of(digest));
    }

    ObjectFacts facts() {
      return new ObjectFacts(1, etag, sourceEtag, "", acl, headers, tags, retention, hold, sha256);
    }
  }

  private static Acl acl(String owner, AccessGrant... grants) {
    return new Acl(owner, Set.of(grants));
  }

  @Test
  void theSameIsTheSame() {
    Some all =
        Some.OBJECT
            .headers(Map.of("Content-Type", "text/plain"))
            .tags(new Tag("a", "b"))
            .retention("COMPLIANCE", Duration.ofDays(1))
            .held()
            .sha256("0a");

    assertThat(differences(all, all)).isEmpty();
  }

  @Test
  void eachAttributeIsToldByItsNameAndWhatOnlyTheOwnerKnowsWithoutItsValue() {
    Some source = Some.OBJECT.headers(Map.of("Content-Type", "a", "x-amz-meta-pin", "1234"));

    assertThat(differences(source, Some.OBJECT.headers(Map.of("Content-Type", "b"))))
        .containsExactly(Aspect.hidden("v", "Content-Type"), Aspect.hidden("v", "x-amz-meta-pin"));
    assertThat(differences(Some.OBJECT.tags(new Tag("pin", "1")), Some.OBJECT))
        .containsExactly(Aspect.hidden("v", "tags"));
    assertThat(differences(Some.OBJECT.held(), Some.OBJECT))
        .containsExactly(new Aspect("v", "legal hold", "true", "false"));
    assertThat(differences(Some.OBJECT.acl(acl("ann", OWN, OF_BOB)), Some.OBJECT))
        .containsExactly(
            new Aspect("v", "ACL", "FULL_CONTROL to ann, READ to bob", "FULL_CONTROL to ann"));
    assertThat(differences(Some.OBJECT, Some.OBJECT.acl(acl("eve", OWN))))
        .containsExactly(new Aspect("v", "owner", "ann", "eve"));
    assertThat(differences(Some.OBJECT.sha256("0a"), Some.OBJECT.sha256("0b")))
        .containsExactly(new Aspect("v", "SHA-256", "0a", "0b"));
  }

  @Test
  void listingsAloneAskForNoAttributes() {
    Some other = Some.OBJECT.tags(new Tag("a", "b")).held().acl(acl("eve"));

    assertThat(
            comparison.differences(
                "v", Some.OBJECT.facts(), other.facts(), Depth.LISTINGS, Set.of(), NOW))
        .isEmpty();
  }

  @Test
  void anETagMayDifferWhereTheCopyKnowsTheSources() {
    assertThat(differences(Some.OBJECT, Some.OBJECT.etag("other", "e"))).isEmpty();
    assertThat(differences(Some.OBJECT, Some.OBJECT.etag("other", "old")))
        .containsExactly(new Aspect("v", "ETag", "e", "other"));
  }

  @Test
  void whoStandsInForTheOwnerHasWhatTheOwnerHas() {
    AccessGrant own = new AccessGrant("heir", "", "FULL_CONTROL");

    assertThat(
            differences(
                Some.OBJECT.acl(acl("ann", OWN, OF_BOB)),
                Some.OBJECT.acl(acl("heir", own, OF_BOB))))
        .isEmpty();
    assertThat(differences(Some.OBJECT, Some.OBJECT.acl(acl("heir", own, OF_BOB)))).hasSize(1);
  }

  @Test
  void grantsToUsersThatTheDestinationLacksAreNotMissed() {
    ObjectFacts source = Some.OBJECT.acl(acl("ann", OWN, OF_BOB)).facts();
    ObjectFacts destination = Some.OBJECT.facts();

    assertThat(comparison.ungranted(source, destination)).containsExactly("bob");
    assertThat(
            comparison.differences("v", source, destination, Depth.ATTRIBUTES, Set.of("bob"), NOW))
        .isEmpty();
    assertThat(
            comparison.differences("v", destination, source, Depth.ATTRIBUTES, Set.of("bob"), NOW))
        .hasSize(1);
  }

  /** One that has ended protects nothing, and one of a minute is how none is written. */
  @Test
  void retentionCountsWhileItLasts() {
    Some ended = Some.OBJECT.retention("GOVERNANCE", Duration.ofSeconds(-1));
    Some day = Some.OBJECT.retention("GOVERNANCE", Duration.ofDays(1));
    Some minute = Some.OBJECT.retention("GOVERNANCE", Duration.ofSeconds(59));

    assertThat(differences(ended, Some.OBJECT)).isEmpty();
    assertThat(differences(Some.OBJECT, minute)).isEmpty();
    assertThat(differences(ended, day)).extracting(Aspect::what).containsExactly("retention");
    assertThat(differences(day, Some.OBJECT)).extracting(Aspect::what).containsExactly("retention");
    assertThat(differences(day, Some.OBJECT.retention("COMPLIANCE", Duration.ofDays(1))))
        .containsExactly(
            new Aspect(
                "v",
                "retention",
                "GOVERNANCE until 2026-11-27T12:00:00Z",
                "COMPLIANCE until 2026-11-27T12:00:00Z"));
  }

  private List<Aspect> differences(Some source, Some destination) {
    return comparison.differences(
        "v", source.facts(), destination.facts(), Depth.BYTES, Set.of(), NOW);
  }
}
