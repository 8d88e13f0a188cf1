package io.gyre.embedded.s3;

import io.gyre.embedded.http.Reply;
import java.util.concurrent.CompletionStage;

/** What answers a request, by what it wants to do with the body. */
sealed interface Operation {
  /** Needs no body. */
  @FunctionalInterface
  non-sealed interface Simple extends Operation {
    /** Answers. */
    Reply answer(S3Call call);
  }

  /** Needs the whole of a small body. */
  @FunctionalInterface
  non-sealed interface WithDocument extends Operation {
    /** Answers. */
    Reply answer(S3Call call, byte[] document);
  }

  /** Reads the body as it comes. */
  @FunctionalInterface
  non-sealed interface Streaming extends Operation {
    /** Answers when the body is there. */
    CompletionStage<Reply> answer(S3Call call);
  }
}
