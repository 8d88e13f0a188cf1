package io.gyre.map;

/**
 * Where replicated things go.
 *
 * @param places of buckets and keys
 * @param owners to whom they belong there
 * @param classes which storage classes they are in there
 */
public record Mapping(Places places, OwnerMap owners, ClassMap classes) {
  /** Everything stays as it is. */
  public static final Mapping NONE = new Mapping(Places.SAME, OwnerMap.NONE, ClassMap.NONE);
}
