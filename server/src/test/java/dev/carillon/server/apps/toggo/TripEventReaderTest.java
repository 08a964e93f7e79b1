package dev.carillon.server.apps.toggo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.json.BadJson;
import dev.carillon.server.apps.toggo.ToggoSettings.TripMismatch;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TripEventReaderTest {
  private static final String REST = "\"data\":null,\"timestamp\":\"0001-01-01T00:00:00Z\"}";

  @Test
  void anEventIsReadAndItsValuesAreKeptByteForByte() throws BadJson {
    TripEvent event =
        read(
            "trip:t1",
            "{\"timestamp\":\"2026-02-03T12:30:00.5+02:00\", \"data\" : {\"n\": 1.10,\"n\":[ ],\"big\""
                + ":123456789012345678901234567890} ,\"actor_name\":\"\\u0041nn \\/ ☃\",\"extra\":{\"x\":[1]},"
                + "\"actor_id\":\"a1\",\"entity_id\":\"e1\",\"trip_id\":\"\\u00741\",\"topic\":\"poll.updated\",\"id\":\"8f\"}");

    assertThat(event.id()).isEqualTo("8f");
    assertThat(event.topic()).isEqualTo("poll.updated");
    assertThat(event.tripId()).isEqualTo("t1");
    assertThat(event.entityId()).isEqualTo("e1");
    assertThat(event.actorId()).isEqualTo("a1");
    assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-02-03T10:30:00.5Z"));
    assertThat(text(event))
        .isEqualTo(
            "{\"id\":\"8f\",\"topic\":\"poll.updated\",\"trip_id\":\"\\u00741\",\"entity_id\":\"e1\","
                + "\"actor_id\":\"a1\",\"actor_name\":\"\\u0041nn \\/ ☃\",\"data\":{\"n\": 1.10,\"n\":[ ],\"big\""
                + ":123456789012345678901234567890},\"timestamp\":\"2026-02-03T12:30:00.5+02:00\"}");
  }

  @Test
  void whatIsMissingNullOrEmptyGetsTheValueOfTheContract() throws BadJson {
    String expected = "{\"id\":\"\",\"topic\":\"a.b\",\"trip_id\":\"t1\"," + REST;

    assertThat(text(read("trip:t1", "{\"topic\":\"a.b\"}"))).isEqualTo(expected);
    assertThat(
            text(
                read(
                    "trip:t1",
                    "{\"id\":null,\"topic\":\"a.b\",\"trip_id\":null,\"entity_id\":\"\",\"actor_id\":null,"
                        + "\"actor_name\":\"\",\"data\":null,\"timestamp\":null}")))
        .isEqualTo(expected);
    assertThat(read("trip:t1", "{\"topic\":\"a.b\"}").timestamp())
        .isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "true, true",
    "-1.5e3, -1.5e3",
    "'\"\\\"\"', '\"\\\"\"'",
    "'[1 ,2]', '[1 ,2]'",
    "0, 0"
  })
  void dataMayBeAnyJson(String data, String kept) throws BadJson {
    assertThat(text(read("trip:t", "{\"data\":" + data + " ,\"topic\":\"x\"}")))
        .contains("\"data\":" + kept + ",");
  }

  @Test
  void theTripOfTheChannelIsWrittenAsJson() throws BadJson {
    TripEvent event = read("trip:a\"b\n:c", "{\"topic\":\"x\"}");

    assertThat(event.tripId()).isEqualTo("a\"b\n:c");
    assertThat(text(event)).contains("\"trip_id\":\"a\\\"b\\n:c\",");
  }

  @Test
  void whenTripAndChannelDifferTheRuleDecides() throws BadJson {
    String message = "{\"topic\":\"x\",\"trip_id\":\"p\"}";

    TripEvent byChannel = reader(TripMismatch.CHANNEL).read("trip:c", bytes(message));
    assertThat(byChannel.tripId()).isEqualTo("c");
    assertThat(text(byChannel)).contains("\"trip_id\":\"c\"");
    TripEvent byPayload = reader(TripMismatch.PAYLOAD).read("trip:c", bytes(message));
    assertThat(byPayload.tripId()).isEqualTo("p");
    assertThat(text(byPayload)).contains("\"trip_id\":\"p\"");
    assertThatThrownBy(() -> reader(TripMismatch.REFUSE).read("trip:c", bytes(message)))
        .hasMessage("trip-mismatch");
    assertThat(reader(TripMismatch.REFUSE).read("trip:p", bytes(message)).tripId()).isEqualTo("p");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|malformed",
        "{\"topic\":\"x\"|malformed",
        "{\"topic\":\"x\"} {}|malformed",
        "{\"topic\":\"x\",\"data\":\\}|malformed",
        "[]|not-an-object",
        "null|not-an-object",
        "\"x\"|not-an-object",
        "{}|no-topic",
        "{\"topic\":\"\"}|no-topic",
        "{\"topic\":7}|field",
        "{\"topic\":\"x\",\"id\":7}|field",
        "{\"topic\":\"x\",\"trip_id\":{}}|field",
        "{\"topic\":\"x\",\"timestamp\":1700000000}|field",
        "{\"topic\":\"x\",\"timestamp\":\"yesterday\"}|timestamp",
        "{\"topic\":\"x\",\"data\":[[[[[[[[[]]]]]]]]]}|too-deep"
      })
  void whatIsNoEventIsRefusedByReason(String message, String reason) {
    assertThatThrownBy(() -> read("trip:t", message))
        .isInstanceOf(BadJson.class)
        .hasMessage(reason);
  }

  @Test
  void anEventBelongsToSomeTrip() {
    assertThatThrownBy(() -> read("trip:", "{\"topic\":\"x\"}")).hasMessage("no-trip");
  }

  private static TripEvent read(String channel, String message) throws BadJson {
    return reader(TripMismatch.CHANNEL).read(channel, bytes(message));
  }

  private static TripEventReader reader(TripMismatch mismatch) {
    return new TripEventReader(4096, 8, mismatch);
  }

  private static String text(TripEvent event) {
    return new String(event.json(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
