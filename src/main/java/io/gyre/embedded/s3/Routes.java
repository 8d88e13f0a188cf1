package io.gyre.embedded.s3;

import java.util.ArrayList;
import java.util.List;

/** The operations on buckets and on objects, sub-resources first. */
final class Routes {
  private Routes() {}

  static List<Route> ofBuckets() {
    List<Route> routes = new ArrayList<>();
    for (BucketDocument document : BucketDocument.values()) {
      String name = document.parameter();
      routes.add(Route.get(name, call -> BucketDocuments.get(call, document)));
      routes.add(put(name, (call, body) -> BucketDocuments.put(call, document, body)));
      routes.add(Route.delete(name, call -> BucketDocuments.delete(call, document)));
    }
    routes.addAll(
        List.of(
            Route.get("acl", BucketDocuments::acl),
            put("acl", BucketDocuments::putAcl),
            Route.get("versioning", BucketDocuments::versioning),
            put("versioning", BucketDocuments::putVersioning),
            Route.get("tagging", BucketDocuments::tagging),
            put("tagging", BucketDocuments::putTagging),
            Route.delete("tagging", BucketDocuments::deleteTagging),
            Route.get("object-lock", BucketDocuments::objectLock),
            put("object-lock", BucketDocuments::putObjectLock),
            Route.get("website", Website::get),
            put("website", Website::put),
            Route.delete("website", Website::delete),
            Route.get(PublicAccess.PARAMETER, PublicAccess::get),
            put(PublicAccess.PARAMETER, PublicAccess::put),
            Route.delete(PublicAccess.PARAMETER, PublicAccess::delete),
            Route.get("location", BucketResource::location),
            Route.get("requestPayment", RequestPayment::get),
            put("requestPayment", RequestPayment::put),
            Route.get("policyStatus", BucketResource::policyStatus),
            Route.get("logging", BucketResource::logging),
            Route.get("notification", BucketResource::notification),
            Route.get("uploads", UploadListing::uploads),
            post("delete", ObjectRemover::removeMany),
            Route.get("", Listing::list),
            new Route("HEAD", "", simple(BucketResource::head)),
            put("", BucketResource::create),
            Route.delete("", BucketResource::delete)));
    return List.copyOf(routes);
  }

  static List<Route> ofObjects(ObjectWriter writer, Multipart multipart) {
    return List.of(
        Route.get("acl", ObjectDocuments::acl),
        put("acl", ObjectDocuments::putAcl),
        Route.get("tagging", ObjectDocuments::tagging),
        put("tagging", ObjectDocuments::putTagging),
        Route.delete("tagging", ObjectDocuments::deleteTagging),
        Route.get("retention", ObjectDocuments::retention),
        put("retention", ObjectDocuments::putRetention),
        Route.get("legal-hold", ObjectDocuments::legalHold),
        put("legal-hold", ObjectDocuments::putLegalHold),
        Route.post("uploads", simple(Multipart::begin)),
        Route.get("uploadId", UploadListing::parts),
        Route.put("uploadId", streaming(multipart::part)),
        post("uploadId", Multipart::complete),
        Route.delete("uploadId", Multipart::abort),
        Route.get("", ObjectReader::read),
        new Route("HEAD", "", simple(ObjectReader::read)),
        Route.put("", streaming(writer::write)),
        Route.delete("", ObjectRemover::remove));
  }

  private static Route put(String parameter, Operation.WithDocument operation) {
    return Route.put(parameter, operation);
  }

  private static Route post(String parameter, Operation.WithDocument operation) {
    return Route.post(parameter, operation);
  }

  private static Operation simple(Operation.Simple operation) {
    return operation;
  }

  private static Operation streaming(Operation.Streaming operation) {
    return operation;
  }
}
