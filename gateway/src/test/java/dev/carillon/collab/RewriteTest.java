package dev.carillon.collab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.yjs.DeltaOp;
import dev.carillon.yjs.Doc;
import dev.carillon.yjs.StateVector;
import dev.carillon.yjs.YText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RewriteTest {
  private final Doc doc = new Doc();
  private final YText text = doc.text("t");

  /// Makes two documents with the same text.
  private Doc copy() {
    return Doc.load(doc.encodeStateAsUpdate());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'', hello, 5",
        "hello, '', 0",
        "hello, hello, 0",
        "hello world, hello brave world, 6",
        "the cat sat, the dog sat, 3",
        "abcdef, abXdef, 1",
        "aaaa, aaaaa, 1",
      })
  void onlyWhatDiffersIsWritten(String before, String after, int written) {
    text.insert(0, before);
    int clock = doc.stateVector().clock(doc.clientId());
    Rewrite.text(text, after);
    assertThat(text).hasToString(after);
    assertThat(doc.stateVector().clock(doc.clientId()) - clock).isEqualTo(written);
  }

  @Test
  void surrogatePairsStayWhole() {
    text.insert(0, "a\uD83D\uDE00b");
    Rewrite.text(text, "a\uD83D\uDE01b");
    assertThat(text).hasToString("a\uD83D\uDE01b");
  }

  @Test
  void formatsStayAndNewLettersTakeThoseThatTheyReplace() {
    text.insert(0, "a plain and a ");
    text.insert(14, "bold", Map.of("bold", true));
    text.insert(18, " word", Map.of());
    Rewrite.text(text, "a plain and a thick word");
    assertThat(text).hasToString("a plain and a thick word");
    assertThat(formatted("bold")).isEqualTo("thick");
  }

  private String formatted(String format) {
    var found = new StringBuilder();
    for (DeltaOp step : text.toDelta()) {
      if (step instanceof DeltaOp.Insert insert
          && insert.attributes() != null
          && insert.attributes().containsKey(format)) {
        found.append(insert.insert());
      }
    }
    return found.toString();
  }

  @Test
  void embeddedValuesStay() {
    text.insert(0, "onetwo");
    text.insertEmbed(3, Map.of("image", "x"), Map.of());
    Rewrite.text(text, "three");
    assertThat(text).hasToString("three");
    assertThat(text.length()).isEqualTo(6);
    Rewrite.text(text, "");
    assertThat(text.length()).isEqualTo(1);
    Rewrite.text(text, "again");
    assertThat(text).hasToString("again");
  }

  @Test
  void textsThatHaveLittleInCommonAreReplaced() {
    var random = new Random(1);
    text.insert(0, words(random, 20_000));
    String wanted = words(random, 20_000);
    Rewrite.text(text, wanted);
    assertThat(text).hasToString(wanted);
  }

  @Test
  void aLineOfALongTextIsWrittenAlone() {
    var random = new Random(1);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      lines.add(words(random, 5) + "\n");
    }
    text.insert(0, String.join("", lines));
    int clock = doc.stateVector().clock(doc.clientId());
    lines.set(3, "x".repeat(2_000) + "\n");
    lines.set(1_500, "y".repeat(10) + "\n");
    String wanted = String.join("", lines);
    Rewrite.text(text, wanted);
    assertThat(text).hasToString(wanted);
    assertThat(doc.stateVector().clock(doc.clientId()) - clock).isLessThan(2_020);
  }

  private static String words(Random random, int count) {
    var words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append((char) ('a' + random.nextInt(26))).append(random.nextInt(1_000)).append(' ');
    }
    return words.toString();
  }

  /// Somebody types while the text is replaced: the new text is there, and what was typed, and nothing twice.
  @Test
  void whatOthersTypeMeanwhileIsLeftOverOnce() {
    for (int seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      Doc ours = new Doc();
      ours.text("t").insert(0, letters(random, "ab \n", 40));
      Doc theirs = Doc.load(ours.encodeStateAsUpdate());
      int typed = 1 + random.nextInt(5);
      for (int i = 0; i < typed; i++) {
        theirs.text("t").insert(random.nextInt(theirs.text("t").length() + 1), "#");
      }
      String wanted = letters(random, "ab \n\uD83D", 40).replace("\uD83D", "\uD83D\uDE00");
      ours.transact(() -> Rewrite.text(ours.text("t"), wanted));
      ours.applyUpdate(theirs.encodeStateAsUpdate());
      theirs.applyUpdate(ours.encodeStateAsUpdate());
      String merged = ours.text("t").toString();
      assertThat(theirs.text("t")).as("seed %d", seed).hasToString(merged);
      assertThat(merged.replace("#", "")).as("seed %d", seed).isEqualTo(wanted);
      assertThat(merged.length() - wanted.length()).as("seed %d", seed).isEqualTo(typed);
    }
  }

  private static String letters(Random random, String of, int most) {
    var letters = new StringBuilder();
    int length = random.nextInt(most);
    for (int i = 0; i < length; i++) {
      letters.append(of.charAt(random.nextInt(of.length())));
    }
    return letters.toString();
  }

  @Test
  void aMapKeepsWhatStaysTheSame() {
    var map = doc.map("m");
    map.set("a", 1);
    map.set("b", List.of(1, 2));
    map.set("gone", "x");
    map.setText("text").insert(0, "hello");
    map.setMap("inner").set("x", 1);
    StateVector before = doc.stateVector();
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("a", 1.0);
    wanted.put("b", List.of(1L, 2L));
    wanted.put("text", "hello");
    wanted.put("inner", Map.of("x", 1));
    Rewrite.map(map, wanted);
    assertThat(doc.stateVector()).isEqualTo(before);
    assertThat(map.has("gone")).isFalse();

    wanted.put("text", "hello!");
    wanted.put("inner", Map.of("x", 2));
    Rewrite.map(map, wanted);
    assertThat(map.get("text")).isInstanceOf(YText.class).hasToString("hello!");
    assertThat(doc.stateVector().clock(doc.clientId())).isEqualTo(before.clock(doc.clientId()) + 2);
  }

  @Test
  void aListKeepsItsMembers() {
    var list = doc.array("l");
    list.push(1, 2, 3, 4);
    list.insertMap(2).set("done", false);
    Doc other = copy();
    other.array("l").push(5);
    int clock = doc.stateVector().clock(doc.clientId());
    Rewrite.list(list, List.of(0, 1, 2, Map.of("done", true), 4));
    assertThat(doc.stateVector().clock(doc.clientId()) - clock).isEqualTo(2);
    doc.applyUpdate(other.encodeStateAsUpdate());
    assertThat(new ArrayList<Object>(list.toJson()).toString())
        .isEqualTo("[0, 1, 2, {done=true}, 4, 5]");
  }
}
