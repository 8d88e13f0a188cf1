package io.gyre.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.doctor.Diagnosis;
import io.gyre.doctor.Finding;
import io.gyre.doctor.Level;
import java.time.Instant;
import java.util.Locale;

/** A diagnosis for programs. */
final class DoctorJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DoctorJson() {}

  static ObjectNode of(Diagnosis diagnosis, Instant now) {
    ObjectNode json = JSON.createObjectNode();
    json.put("time", now.toString());
    for (Level level : Level.values()) {
      json.put(level.name().toLowerCase(Locale.ROOT), diagnosis.count(level));
    }
    ArrayNode findings = json.putArray("findings");
    diagnosis.findings().forEach(finding -> append(findings.addObject(), finding));
    return json;
  }

  private static void append(ObjectNode json, Finding finding) {
    json.put("end", finding.end().toString());
    json.put("check", finding.check().id());
    json.put("level", finding.level().name());
    json.put("message", finding.message());
    ArrayNode fix = json.putArray("fix");
    finding.fix().forEach(fix::add);
  }
}
