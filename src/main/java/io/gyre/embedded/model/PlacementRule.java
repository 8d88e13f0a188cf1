package io.gyre.embedded.model;

/** Where a bucket or an object is kept: a placement target and one of its storage classes. */
public record PlacementRule(String target, String storageClass) {
  /** The storage class of what names none. */
  public static final String STANDARD = "STANDARD";

  /** Where buckets are kept that name no place. */
  public static final PlacementRule DEFAULT = new PlacementRule("default-placement", STANDARD);

  /** Reads {@code target[/class]}; empty stands for the default. */
  public static PlacementRule parse(String text) {
    if (text.isEmpty()) {
      return DEFAULT;
    }
    int slash = text.indexOf('/');
    return slash < 0
        ? new PlacementRule(text, STANDARD)
        : new PlacementRule(text.substring(0, slash), text.substring(slash + 1));
  }

  /** The same target with another class; empty for this one. */
  public PlacementRule in(String otherClass) {
    return otherClass.isEmpty() ? this : new PlacementRule(target, otherClass);
  }

  /** True if the class is the one that needs no name. */
  public boolean isStandard() {
    return storageClass.equals(STANDARD);
  }

  /** {@code target/class}, or the target alone where the class is the standard one. */
  public String text() {
    return isStandard() ? target : target + "/" + storageClass;
  }
}
