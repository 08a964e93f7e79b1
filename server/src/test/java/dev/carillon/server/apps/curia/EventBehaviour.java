package dev.carillon.server.apps.curia;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who hears of what the backend publishes.
abstract class EventBehaviour extends EntryBehaviour {
  private static final String NINE = "\"communityId\":\"c-9\"";

  /// `reader` holds the role, `viewer` looks at what it may, `two` is of the partner community.
  private Map<String, ForumClient> cast() {
    var cast = new LinkedHashMap<String, ForumClient>();
    cast.put("plain", member("plain"));
    cast.put("reader", member("reader", "role-a"));
    cast.put("viewer", member("viewer", "role-a").join(12).join(13).join(15));
    cast.put("admin", enter("admin", "c-9", true));
    cast.put("two", enter("two", "c-2", true, "role-a"));
    cast.put("three", enter("three", "c-3", true, "role-a"));
    return cast;
  }

  /// `name`: got it once, as it was published; `name+`: got it once, decorated.
  private List<String> audience(Map<String, ForumClient> cast, String event) {
    drained(cast.values().toArray(ForumClient[]::new));
    var heard = new ArrayList<String>();
    cast.forEach((name, client) ->
        client
            .all(event)
            .forEach(payload ->
                heard.add(payload.has("isCrossCommunityNotification") ? name + "+" : name)));
    return heard;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // what | room | name | payload | who
        "public | board:12 | newComment | {'board_id':12,NINE} | plain reader viewer admin two+",
        "public, board room only | board:12 | postDeleted | {'postId':34} | viewer",
        "public, for settings | board:12 | boardSettingsChanged | {'boardId':12} | plain reader viewer admin",
        "gated | board:13 | newPost | {'board_id':13,NINE} | reader viewer admin",
        "gated, votes | board:13 | voteUpdate | {'postId':1,'board_id':13,NINE} | reader viewer admin",
        "gated by room alone | board:13 | newComment | {NINE} | reader viewer admin",
        "gated by payload alone | board:12 | newComment | {'board_id':13,NINE} | reader viewer admin",
        "gated by text | board:12 | newComment | {'board_id':'13',NINE} | reader viewer admin",
        "gated by comment | community:c-9 | newComment | {'comment':{'board_id':13},NINE} | reader viewer admin",
        "gated, board room only | board:13 | postLockApplied | {'postId':1} | viewer",
        "for admins | board:14 | newComment | {'board_id':14,NINE} | admin",
        "unknown | board:99 | newComment | {'board_id':99,NINE} | admin",
        "unusable | board:17 | newComment | {'board_id':17,NINE} | admin",
        "no id | board:x | newComment | {NINE} | admin",
        "imported | board:15 | newComment | {'board_id':15,'communityId':'c-2'} | plain+ reader+ viewer admin+ two",
        "of others | board:16 | newComment | {'board_id':16,NINE} | two",
        "community | community:c-9 | newLock | {'community_id':'c-9'} | plain reader viewer admin",
        "import | community:c-9 | boardImported | {'importedBoard':{},NINE} | plain reader viewer admin",
        "invitation | community:c-9:admins | partnershipInviteReceived | {NINE} | admin",
        "invitation, other room | community:c-9 | partnershipStatusChanged | {NINE} | admin",
        "new, public | community:c-9 | newBoard | {'board':{'id':12},NINE} | plain reader viewer admin",
        "new, gated by hash | community:c-9 | newBoard | {'board':{'id':13},NINE} | reader viewer admin",
        "new, gated by payload | community:c-9 | newBoard | {'board':{'id':12,'settings':{'permissions':{'allowedRoles':['role-a']}}},NINE} | reader viewer admin",
        "new, unknown | community:c-9 | newBoard | {'board':{'id':98},NINE} | admin",
        "personal | user:plain | mention | {NINE} | plain",
        "personal, gated | user:plain | mention | {'board_id':13,NINE} | ''",
        "personal, gated, allowed | user:reader | mention | {'board_id':13,NINE} | reader",
        "of the seed | board:12 | board:newPost | {'post':{},'author':{}} | viewer",
        "of the seed, gated | board:13 | post:voteAdded | {'postId':3,'newCount':5} | viewer",
      })
  void eventsReachThoseWhoMaySeeTheBoard(
      String what, String room, String name, String payload, String who) {
    Map<String, ForumClient> cast = cast();
    var pollers = new LinkedHashMap<String, Poller>();
    cast.forEach((user, client) -> pollers.put(user, new Poller(node.port(), client.token())));
    requireNonNull(pollers.get("viewer")).at("12,13,15");
    pollers.values().forEach(Poller::begin);

    node.publish(room, name, payload.replace('\'', '"').replace("NINE", NINE));

    List<String> expected = who.isEmpty() ? List.of() : List.of(who.split(" "));
    assertThat(audience(cast, name)).as(what).containsExactlyInAnyOrderElementsOf(expected);
    var asked = new ArrayList<String>();
    pollers.forEach((user, poller) ->
        poller
            .next()
            .payloads(name)
            .forEach(
                got -> asked.add(got.has("isCrossCommunityNotification") ? user + "+" : user)));
    assertThat(asked).as("%s, by polling", what).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void originalsBehaviourIsASetting() {
    node = start(Map.of("strict", "false"));
    partners();
    Map<String, ForumClient> cast = new LinkedHashMap<>();
    cast.put("plain", member("plain"));
    cast.put("two", enter("two", "c-2", false));
    board(13, Map.of("allowedRoles", "[\"role-a\"]"));

    node.publish("board:13", "newPost", "{\"board_id\":13," + NINE + "}");
    node.publish("community:c-9:admins", "partnershipInviteReceived", "{" + NINE + "}");

    assertThat(audience(cast, "newPost")).containsExactly("plain", "two+");
    assertThat(audience(cast, "partnershipInviteReceived")).isEmpty();
  }

  @Test
  void payloadsArriveByteForByteAndDecoratedInFrontOfTheirEnd() {
    ForumClient ann = member("ann");
    ForumClient two = enter("two", "c-2", false);
    String odd =
        "{ \"z\":1.10,\"id\":123456789012345678901234567890,\"t\":\"\\u00e9 ☃ \\/\","
            + NINE
            + ",\"pluginId\":\"p-1\",\"communityShortId\":\"ac\\u006de\" }";

    node.publish("community:c-9", "news", odd);
    node.publish("community:c-9", "empty", "{" + NINE + "}");
    drained(ann, two);

    assertThat(ann.packets()).contains("42[\"news\"," + odd + "]");
    assertThat(two.packets())
        .contains(
            "42[\"news\","
                + odd.substring(0, odd.length() - 1)
                + ",\"isCrossCommunityNotification\":true,\"sourceCommunityId\":\"c-9\","
                + "\"sourceCommunityName\":\"Nine\",\"crossCommunityNav\":"
                + "{\"communityShortId\":\"ac\\u006de\",\"pluginId\":\"p-1\"}}]")
        .contains(
            "42[\"empty\",{"
                + NINE
                + ",\"isCrossCommunityNotification\":true,\"sourceCommunityId\":\"c-9\","
                + "\"sourceCommunityName\":\"Nine\",\"crossCommunityNav\":{}}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"boardSettingsChanged", "board:settingsChanged"})
  void whoeverLosesAccessIsOutBeforeTheNextMessage(String settings) {
    ForumClient ann = member("ann", "role-a").join(12).join(13);
    ForumClient kept = member("kept", "role-a", "role-b").join(13);
    board(13, Map.of("allowedRoles", "[\"role-b\"]", "communityId", "c-9"));

    // What the payload says of roles is not the truth: the record is.
    node.publish(
        "board:13",
        settings,
        "{\"boardId\":13,\"settings\":{\"permissions\":{\"allowedRoles\":[\"role-a\"]}}}");
    node.publish("board:13", "newPost", "{\"board_id\":13," + NINE + "}");
    node.publish("board:13", "postDeleted", "{\"postId\":1}");
    drained(ann, kept);

    await().until(() -> ann.names().contains("boardAccessRevoked"));
    assertThat(ann.packets())
        .contains("42[\"boardAccessRevoked\",{\"boardId\":13,\"reason\":\"permissions\"}]");
    assertThat(ann.names()).doesNotContain(settings, "newPost", "postDeleted");
    assertThat(kept.names()).contains(settings, "newPost", "postDeleted");
    assertThat(kept.names()).doesNotContain("boardAccessRevoked");
    ann.send("42[\"joinBoard\",13]").assertErrors("Access denied: insufficient permissions");
  }

  @Test
  void burstOfVotesIsItsLastCountAndTheLastByAnother() {
    var clock = new FakeClock();
    node = start(clock, Map.of());
    boards();
    ForumClient ann = member("ann").join(12);
    vote(1, "u-1");
    vote(2, "u-2");
    vote(3, "u-2");
    node.publish("community:c-9", "other", "{" + NINE + "}");
    await().until(() -> ann.names().contains("other"));
    assertThat(ann.names()).doesNotContain("voteUpdate");

    clock.advance(Duration.ofMillis(100));

    await().until(() -> ann.all("voteUpdate").size() == 2);
    assertThat(counts(ann)).containsExactly(1, 3);
  }

  @Test
  void votesComeBeforeWhatElseIsSaidOfTheirPost() {
    node = start(new FakeClock(), Map.of());
    boards();
    ForumClient ann = member("ann").join(12);
    vote(1, "u-1");
    vote(2, "u-1");
    node.publish("board:12", "newComment", "{\"postId\":34,\"board_id\":12," + NINE + "}");

    await().until(() -> ann.names().contains("newComment"));

    assertThat(counts(ann)).containsExactly(2);
    assertThat(ann.names()).endsWith("voteUpdate", "newComment");
  }

  private void vote(int count, String by) {
    node.publish(
        "board:12",
        "voteUpdate",
        "{\"postId\":34,\"newCount\":%d,\"userIdVoted\":\"%s\",\"board_id\":12,%s}"
            .formatted(count, by, NINE));
  }

  private static List<Integer> counts(ForumClient client) {
    return client.all("voteUpdate").stream().map(vote -> vote.get("newCount").asInt()).toList();
  }

  @Test
  void boardThatIsNoLongerImportedIsLeft() {
    ForumClient ann = member("ann").join(15);
    board(15, Map.of("isPublic", "true", "communityId", "c-2"));

    node.publish("community:c-9", "sharedBoardRemoved", "{\"boardId\":15," + NINE + "}");
    drained(ann);

    await().until(() -> ann.names().contains("boardAccessRevoked"));
    assertThat(ann.names()).contains("sharedBoardRemoved");
  }

  @Test
  void partnersAreAskedForAgainWhenTheyChange() {
    ForumClient two = enter("two", "c-2", false);
    node.publish("community:c-9", "first", "{" + NINE + "}");
    await().until(() -> two.names().contains("first"));
    hash("community:c-9", Map.of("partners", "[]"));

    node.publish("community:c-9:admins", "partnershipStatusChanged", "{" + NINE + "}");
    node.publish("community:c-9", "second", "{" + NINE + "}");
    drained(two);

    assertThat(two.names()).doesNotContain("second");
  }

  @Test
  void rubbishReachesNobodyAndStopsNothing() {
    ForumClient ann = member("ann").join(12);

    for (String rubbish :
        List.of(
            "",
            "null",
            "[]",
            "{",
            "{}",
            "{\"room\":\"board:12\"}",
            "{\"room\":\"board:12\",\"eventName\":\"x\"}",
            "{\"room\":7,\"eventName\":\"x\",\"payload\":{}}",
            "{\"room\":\"board:12\",\"eventName\":\"\",\"payload\":{}}",
            "{\"room\":\"board:12\",\"eventName\":\"connect\",\"payload\":{}}",
            "{\"room\":\"board:12\",\"eventName\":\"x\",\"payload\":{}}x")) {
      node.publish(rubbish);
    }
    node.publish("board:12", "number", "7");
    drained(ann);

    assertThat(ann.names()).doesNotContain("x", "connect");
    assertThat(ann.packets()).contains("42[\"number\",7]");
  }
}
