package io.gyre.store;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.w3c.dom.Element;

/** Whose keys we have at a store. */
final class StoreAccount {
  private StoreAccount() {}

  /** The id of the account, or user, that all of its buckets will belong to. */
  static CompletionStage<String> of(S3Client store) {
    return store
        .call(S3Request.path(Method.GET, "/"))
        .thenApply(answer -> owner(store.zone(), answer));
  }

  /** The names of all of its buckets. */
  static CompletionStage<List<BucketName>> buckets(S3Client store) {
    return store
        .call(S3Request.path(Method.GET, "/"))
        .thenApply(answer -> names(store.zone(), answer));
  }

  private static List<BucketName> names(String store, S3Answer answer) {
    try {
      List<BucketName> names = new ArrayList<>();
      for (Element all : Xml.children(Xml.parse(answer.body()), "Buckets")) {
        for (Element bucket : Xml.children(all, "Bucket")) {
          names.add(new BucketName("", Xml.text(bucket, "Name")));
        }
      }
      return names;
    } catch (IOException e) {
      throw new GatewayException(
          FailureClass.TRANSIENT, "store " + store + ": a list of buckets is not readable", e);
    }
  }

  private static String owner(String store, S3Answer answer) {
    try {
      List<Element> owners = Xml.children(Xml.parse(answer.body()), "Owner");
      String id = owners.isEmpty() ? "" : Xml.text(owners.get(0), "ID");
      if (!id.isEmpty()) {
        return id;
      }
      throw new IOException("it names no owner");
    } catch (IOException e) {
      throw new GatewayException(
          FailureClass.INVALID,
          "store " + store + ": the answer to GET / is no list of buckets: " + e.getMessage(),
          e);
    }
  }
}
