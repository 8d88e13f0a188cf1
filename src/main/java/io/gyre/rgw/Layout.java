package io.gyre.rgw;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gyre.copy.MultipartPlan.Stretch;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What {@code GET ?layout} says about an object's parts.
 *
 * @param size of the object that it describes, to tell whether that is the one being copied
 */
record Layout(long size, List<Stretch> stretches) {
  /**
   * How much of the answer is read. The part rules come first, at most 10,000 of them; the places
   * of all stripes that follow can be a hundred times longer, and nobody here wants them.
   */
  static final int READ_MAX = 4 << 20;

  private static final JsonFactory JSON = new JsonFactory();

  Layout {
    stretches = List.copyOf(stretches);
  }

  /** Reads the beginning of an answer, as far as the rules go. */
  static Layout parse(byte[] json) {
    long size = -1;
    long start = -1;
    List<Stretch> stretches = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null && !atStripes(parser)) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
          continue;
        }
        switch (parser.currentName() == null ? "" : parser.currentName()) {
          case "obj_size" -> size = parser.getLongValue();
          case "start_ofs" -> start = parser.getLongValue();
          case "part_size" -> stretches.add(new Stretch(start, parser.getLongValue()));
          default -> {}
        }
      }
    } catch (IOException e) {
      throw new GatewayException(
          FailureClass.CORRUPT, "the source's layout of an object cannot be read", e);
    }
    stretches.sort(Comparator.comparingLong(Stretch::start));
    return new Layout(size, stretches);
  }

  /** What follows the rules repeats their names with other meanings. */
  private static boolean atStripes(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.FIELD_NAME
        && (parser.currentName().equals("tail_instance")
            || parser.currentName().equals("tail_placement")
            || parser.currentName().equals("begin_iter")
            || parser.currentName().equals("data_location"));
  }
}
