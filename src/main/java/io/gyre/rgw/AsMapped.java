package io.gyre.rgw;

import io.gyre.map.ClassMap;
import io.gyre.map.Mapping;
import io.gyre.rgw.CephReader.UnknownEncodingException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether a copy belongs to whom the rules say, and is in the storage class that they say: they may
 * have been others when it was made. A copy that they made another than the source's says so in its
 * metadata; one that does not has what the source had, or the default class because the destination
 * did not have the source's. Pure.
 *
 * @param storageClasses those that the destination has
 * @param standsIn users who own what is of others
 */
record AsMapped(Mapping map, Set<String> storageClasses, Predicate<String> standsIn) {

  /** As far as the copy itself tells. */
  boolean is(Stat here) {
    return hasOwner(here) && hasClass(here);
  }

  private boolean hasOwner(Stat here) {
    Optional<String> recorded = here.attributes().text(WritePlan.SOURCE_OWNER);
    if (map.owners().isEmpty() && recorded.isEmpty()) {
      return true;
    }
    String owner = owner(here);
    return owner.isEmpty()
        || standsIn.test(owner)
        || map.owners().of(recorded.orElse(owner)).equals(owner);
  }

  /** Empty where it cannot be read. */
  private static String owner(Stat here) {
    try {
      Optional<byte[]> acl = here.attributes().bytes(StatePart.ACL.attribute());
      return acl.isEmpty() ? "" : AccessPolicy.decode(acl.get()).owner();
    } catch (UnknownEncodingException e) {
      return "";
    }
  }

  /** Whether only the source tells in which class it has to be. */
  boolean asksForClass(Stat here) {
    return !map.classes().isEmpty()
        && here.attributes().text(WritePlan.SOURCE_CLASS).isEmpty()
        && classOf(here).equals(ClassMap.DEFAULT);
  }

  private boolean hasClass(Stat here) {
    if (asksForClass(here)) {
      return true;
    }
    String now = classOf(here);
    return sameClass(here, here.attributes().text(WritePlan.SOURCE_CLASS).orElse(now));
  }

  /** Whether a copy is in the class that its source's class says. */
  boolean hasClassOf(Stat there, Stat here) {
    return sameClass(here, classOf(there));
  }

  private boolean sameClass(Stat here, String source) {
    if (map.classes().isEmpty() && here.attributes().text(WritePlan.SOURCE_CLASS).isEmpty()) {
      return true;
    }
    String wanted = map.classes().of(source);
    String written = storageClasses.contains(wanted) ? wanted : ClassMap.DEFAULT;
    return written.equals(classOf(here));
  }

  private static String classOf(Stat stat) {
    return stat.attributes()
        .text("storage_class")
        .filter(name -> !name.isEmpty())
        .orElse(ClassMap.DEFAULT);
  }
}
