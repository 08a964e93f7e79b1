package dev.carillon.server.apps.loomio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.core.Instruments;
import dev.carillon.core.StoreException;
import dev.carillon.server.support.FakeStore;
import dev.carillon.server.support.LogCapture;
import dev.carillon.support.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserRoomsTest {
  private static final String TOKEN = "0a1b2c3d4e5f-secret";

  private final FakeClock clock = new FakeClock();
  private final FakeStore store = new FakeStore(clock);
  private final List<String> bad = new ArrayList<>();
  private final UserRooms users =
      new UserRooms(
          store,
          "loomio",
          clock,
          new Instruments() {
            @Override
            public void badInput(String endpoint, String source, String reason) {
              bad.add(endpoint + " " + source + " " + reason);
            }
          });

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":"Ann","group_ids":[1,2,3],"id":123}   | user-123 group-1 group-2 group-3
          {"id":"5f3","group_ids":["a","b"]}            | user-5f3 group-a group-b
          {"id":7}                                      | user-7
          {"id":7,"group_ids":null}                     | user-7
          {"id":7,"group_ids":[]}                       | user-7
          {"id":7,"group_ids":[1,1,null,0,-2,1.5,[],""]}| user-7 group-1
          {"id":12345678901234567890,"group_ids":[4]}   | user-12345678901234567890 group-4
          {"id":null,"group_ids":[4]}                   | group-4
          """)
  void roomsAreThoseOfTheUserAndTheGroups(String value, String rooms) {
    store.put("/current_users/" + TOKEN, value);

    assertThat(users.of(TOKEN)).containsExactlyInAnyOrder(rooms.split(" "));
    assertThat(bad).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":null,\"group_ids\":[]}",
        "{\"id\":0}",
        "{\"id\":-1}",
        "{\"id\":1.5}",
        "{\"id\":\"\"}",
        "{\"id\":true}",
        "{\"id\":{}}",
        "{}"
      })
  void whoHasNoIdHasNoRoom(String value) {
    store.put("/current_users/" + TOKEN, value);

    assertThat(users.of(TOKEN)).isEmpty();
    assertThat(bad).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "Ann",
        "[]",
        "123",
        "{\"id\":1",
        "{\"id\":1} x",
        "{\"id\":1,\"group_ids\":\"1,2\"}",
        "{\"id\":1,\"group_ids\":{\"1\":true}}"
      })
  void whatIsUnusableMakesAnAnonymous(String value) {
    store.put("/current_users/" + TOKEN, value);

    try (LogCapture log = new LogCapture("dev.carillon.server.apps.loomio")) {
      assertThat(users.of(TOKEN)).isEmpty();
      assertThat(log.lines()).hasSize(1);
      assertThat(log.text()).doesNotContain(TOKEN).doesNotContain("Ann");
    }
    assertThat(bad).hasSize(1).first().asString().startsWith("loomio store ");
  }

  @Test
  void withoutATokenNothingIsLookedUp() {
    store.down(true);
    assertThat(users.of(null)).isEmpty();
    assertThat(users.of("")).isEmpty();
    assertThat(users.of("x".repeat(513))).isEmpty();
    assertThatThrownBy(() -> users.of("x".repeat(512))).isInstanceOf(StoreException.class);
  }

  @Test
  void changeLeavesWhatIsNoLongerListedAndKeepsTheRest() {
    RoomChange change =
        RoomChange.between(
            Set.of("notice", "Xa9-socket", "user-1", "group-1", "group-2"),
            Set.of("user-1", "group-2", "group-3"));

    assertThat(change.join()).containsExactly("group-3");
    assertThat(change.leave()).containsExactly("group-1");
    assertThat(RoomChange.between(Set.of("notice", "user-1"), Set.of("user-1")).isEmpty()).isTrue();
  }
}
