package io.gyre.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The end that is written to: another zone, or any S3 store.
 *
 * @param type which of the two
 * @param endpoints as in {@link ZoneConfig}; of a store, all lead to the same one
 * @param accessKey of a system user of the zone; of an ordinary user of the store
 * @param secretKey of the same user; also from a file ({@code secret-key-file})
 * @param zone as in {@link ZoneConfig}; a store has none
 * @param region what SigV4 signatures are made for, and where a store makes buckets
 * @param signature SigV4, or SigV2 for old gateways
 * @param caFile as in {@link ZoneConfig}
 * @param insecure as in {@link ZoneConfig}
 * @param preset of a store: which defaults the switches have; not given: {@code generic}
 * @param pathStyle see {@link StoreQuirks}
 * @param bucketTags see {@link StoreQuirks}
 * @param locationConstraint see {@link StoreQuirks}
 * @param asciiMetadata see {@link StoreQuirks}
 * @param blockPublicAcls see {@link StoreQuirks}
 * @param crc32c see {@link StoreQuirks}
 * @param leaseBucket of a store: the bucket in which it keeps the lease of the route, made when
 *     missing; without one nothing but the state directory keeps a second Gyre away
 * @param verify of a store: by what copies are verified; not given: {@code etag}
 */
public record DestinationConfig(
    @Default("rgw") DestinationType type,
    @Key("endpoint") List<Endpoint> endpoints,
    String accessKey,
    Secret secretKey,
    Optional<String> zone,
    @Default("us-east-1") String region,
    @Default("v4") Signature signature,
    Optional<Path> caFile,
    @Default("false") boolean insecure,
    Optional<StorePreset> preset,
    Optional<Boolean> pathStyle,
    Optional<Boolean> bucketTags,
    Optional<Boolean> locationConstraint,
    Optional<Boolean> asciiMetadata,
    Optional<Boolean> blockPublicAcls,
    Optional<Boolean> crc32c,
    Optional<String> leaseBucket,
    Optional<Verification> verify) {
  private static final Pattern NO_NAME = Pattern.compile("[0-9.]+|\\[.*");

  /** Checks what {@link ZoneConfig} checks, and that there is nothing of the other type. */
  public DestinationConfig {
    endpoints = List.copyOf(endpoints);
    new ZoneConfig(endpoints, accessKey, secretKey, zone, region, signature, caFile, insecure);
    boolean store = type == DestinationType.S3;
    String ofStores = "nothing, unless destination.type is s3";
    Rules rules =
        new Rules()
            .require(
                !store || zone.isEmpty(), "zone", zone.orElse(""), "nothing: a store has no zones");
    rules
        .require(store || preset.isEmpty(), "preset", text(preset), ofStores)
        .require(store || pathStyle.isEmpty(), "path-style", text(pathStyle), ofStores)
        .require(store || bucketTags.isEmpty(), "bucket-tags", text(bucketTags), ofStores)
        .require(
            store || locationConstraint.isEmpty(),
            "location-constraint",
            text(locationConstraint),
            ofStores)
        .require(store || asciiMetadata.isEmpty(), "ascii-metadata", text(asciiMetadata), ofStores)
        .require(
            store || blockPublicAcls.isEmpty(),
            "block-public-acls",
            text(blockPublicAcls),
            ofStores)
        .require(store || crc32c.isEmpty(), "crc32c", text(crc32c), ofStores)
        .require(store || leaseBucket.isEmpty(), "lease-bucket", text(leaseBucket), ofStores)
        .require(store || verify.isEmpty(), "verify", text(verify), ofStores);
    if (store && !pathStyle.orElse(preset.orElse(StorePreset.GENERIC).pathStyle())) {
      rules
          .require(signature == Signature.V4, "signature", "v2", "v4, unless path-style is true")
          .require(
              endpoints.stream().allMatch(DestinationConfig::hasName),
              "path-style",
              "false",
              "true, unless all endpoints have names, as buckets' hosts are below them");
    }
    rules.verify();
  }

  private static boolean hasName(Endpoint endpoint) {
    return !NO_NAME.matcher(endpoint.host()).matches();
  }

  /** By what copies in a store are verified. */
  public Verification verification() {
    return verify.orElse(Verification.ETAG);
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("");
  }

  /** The same without what only a store has: how it is reached, and as whom. */
  public ZoneConfig end() {
    return new ZoneConfig(
        endpoints, accessKey, secretKey, zone, region, signature, caFile, insecure);
  }

  /** The quirks of a store: as given, else as the preset has them. */
  public StoreQuirks quirks() {
    StorePreset known = preset.orElse(StorePreset.GENERIC);
    return new StoreQuirks(
        pathStyle.orElse(known.pathStyle()),
        bucketTags.orElse(known.bucketTags()),
        locationConstraint.orElse(known.locationConstraint()),
        asciiMetadata.orElse(known.asciiMetadata()),
        blockPublicAcls.orElse(known.blockPublicAcls()),
        signature == Signature.V4 && crc32c.orElse(known.crc32c()));
  }
}
