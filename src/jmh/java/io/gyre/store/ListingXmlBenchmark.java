package io.gyre.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.s3.Answers;
import io.gyre.s3.S3Answer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading a page of a thousand versions that a store lists as XML. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ListingXmlBenchmark {
  private static final int ENTRIES = 1000;

  private final S3Answer answer =
      Answers.of(
          ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                  + "<ListVersionsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                  + "<EncodingType>url</EncodingType><Name>photos</Name><IsTruncated>false</IsTruncated>"
                  + IntStream.range(0, ENTRIES)
                      .mapToObj(ListingXmlBenchmark::version)
                      .collect(Collectors.joining())
                  + "</ListVersionsResult>")
              .getBytes(UTF_8));

  private static String version(int n) {
    return String.format(
        Locale.ROOT,
        "<Version><Key>2026%%2F11%%2Fobject-%07d</Key><VersionId>null</VersionId><IsLatest>true</IsLatest>"
            + "<LastModified>2026-11-26T21:45:31.123Z</LastModified><ETag>&quot;9e107d9d372bb6826bd81d3542a419d6&quot;"
            + "</ETag><Size>4096</Size><StorageClass>STANDARD</StorageClass><Owner><ID>alice</ID><DisplayName>Alice"
            + "</DisplayName></Owner><Type>Normal</Type></Version>",
        n);
  }

  @Benchmark
  public ListingPage versions() {
    return VersionsXml.page("store", answer, ListingPosition.START);
  }
}
