package dev.carillon.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reports as notes in the store, `["offline","u-1","2026-01-02T03:04:05.678Z"]`, and as backends get
/// them:
///
/// ```json
/// {"presence":"curia","series":"5f0c…","reports":[
///   {"number":17,"event":"offline","user":"u-1","at":"2026-01-02T03:04:05.678Z"},
///   {"number":18,"event":"empty","room":"community:c-9","at":"2026-01-02T03:04:05.678Z"}]}
/// ```
///
/// Immutable.
final class ReportCodec {
  private static final StrictJson JSON = new StrictJson(16 * 1024, 2);

  private ReportCodec() {}

  static String note(Report.Kind kind, String subject, Instant at) {
    return new String(
        StrictJson.write(json ->
            json.writeStartArray()
                .writeString(kind.word())
                .writeString(subject)
                .writeString(at.toString())
                .writeEndArray()),
        UTF_8);
  }

  /// @throws BadJson if it is none: somebody else wrote there
  static Report report(long number, String note) throws BadJson {
    return JSON.read(note.getBytes(UTF_8), json -> read(number, json));
  }

  private static Report read(long number, JsonParser json) throws BadJson {
    expect(json.currentToken(), JsonToken.START_ARRAY);
    Report.Kind kind = kind(text(json));
    String subject = text(json);
    Instant at;
    try {
      at = Instant.parse(text(json));
    } catch (DateTimeException e) {
      throw new BadJson("illegal-time");
    }
    expect(json.nextToken(), JsonToken.END_ARRAY);
    return new Report(number, kind, subject, at);
  }

  private static Report.Kind kind(String word) throws BadJson {
    for (Report.Kind kind : Report.Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new BadJson("unknown-kind");
  }

  private static String text(JsonParser json) throws BadJson {
    expect(json.nextToken(), JsonToken.VALUE_STRING);
    return json.getString();
  }

  private static void expect(@Nullable JsonToken token, JsonToken wanted) throws BadJson {
    if (token != wanted) {
      throw new BadJson("not-as-agreed");
    }
  }

  static byte[] encode(ReportBatch batch) {
    return StrictJson.write(json -> {
      json.writeStartObject();
      json.writeStringProperty("presence", batch.presence());
      json.writeStringProperty("series", batch.series());
      json.writeArrayPropertyStart("reports");
      for (Report report : batch.reports()) {
        json.writeStartObject();
        json.writeNumberProperty("number", report.number());
        json.writeStringProperty("event", report.kind().word());
        String subject = report.kind() == Report.Kind.EMPTY ? "room" : "user";
        json.writeStringProperty(subject, report.subject());
        json.writeStringProperty("at", report.at().toString());
        json.writeEndObject();
      }
      json.writeEndArray().writeEndObject();
    });
  }
}
