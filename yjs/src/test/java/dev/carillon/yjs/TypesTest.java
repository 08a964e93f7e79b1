package dev.carillon.yjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.yjs.lib0.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Reading and editing the shared types.
final class TypesTest {
  private final Doc doc = new Doc();

  @Test
  void textIsEditedAtAnyPlace() {
    YText text = doc.text("t");
    StringBuilder expected = new StringBuilder();
    Random random = new Random(4);
    int cursor = 0;
    for (int i = 0; i < 5000; i++) {
      cursor = random.nextInt(9) == 0 ? random.nextInt(expected.length() + 1) : cursor;
      int length = Math.min(random.nextInt(3), expected.length() - cursor);
      if (random.nextInt(3) == 0) {
        text.delete(cursor, length);
        expected.delete(cursor, cursor + length);
      } else {
        String word = "abc".substring(random.nextInt(3));
        text.insert(cursor, word);
        expected.insert(cursor, word);
        cursor += word.length();
      }
    }

    assertThat(text.toString()).contains(expected);
    assertThat(text.length()).isEqualTo(expected.length());
    Doc other = new Doc();
    other.applyUpdate(doc.encodeStateAsUpdate(StateVector.EMPTY, UpdateFormat.V2), UpdateFormat.V2);
    assertThat(other.text("t").toString()).contains(expected);
  }

  @Test
  void listsAreEditedAtAnyPlace() {
    YArray array = doc.array("a");
    List<Object> expected = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 3000; i++) {
      int index = random.nextInt(expected.size() + 1);
      if (random.nextInt(3) == 0 && index < expected.size()) {
        array.delete(index, 1);
        expected.remove(index);
      } else {
        array.insert(index, List.of(i, "s" + i));
        expected.addAll(index, List.of(i, "s" + i));
      }
      if (!expected.isEmpty()) {
        int read = random.nextInt(expected.size());
        assertThat(array.get(read)).isEqualTo(expected.get(read));
      }
    }
    assertThat(array.toList()).isEqualTo(expected);
  }

  @Test
  void everyKindOfValueIsReadAsItWasWritten() {
    List<Object> values =
        Arrays.asList(
            null,
            Undefined.UNDEFINED,
            true,
            7,
            1L << 40,
            0.5,
            BigInteger.TWO,
            "text",
            List.of(1, List.of()),
            Map.of("k", "v"));
    doc.array("a").insert(0, values);
    doc.array("a").push(new byte[] {1, 2}, new Subdoc("guid", Map.of("autoLoad", true)));
    doc.rest();

    List<Object> read = doc.array("a").toList();

    values.set(4, (double) (1L << 40)); // a number of JavaScript beyond 31 bits is a double
    assertThat(read.subList(0, values.size())).isEqualTo(values);
    assertThat((byte[]) read.get(10)).containsExactly(1, 2);
    assertThat(read.get(11)).isEqualTo(new Subdoc("guid", Map.of("autoLoad", true)));
    assertThatThrownBy(() -> doc.array("a").push(new Object()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> doc.array("a").push(doc.map("m")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void formatsHoldForWhatIsInsertedWithinThem() {
    YText text = doc.text("t");
    text.insert(0, "plain");
    text.insert(5, "bold", Map.of("b", true));
    text.insert(7, "er");
    text.insertEmbed(0, Map.of("img", "x"), Map.of());
    text.format(1, 2, Map.of("i", "yes"));

    assertThat(text.toDelta())
        .containsExactly(
            new DeltaOp.Insert(Map.of("img", "x")),
            new DeltaOp.Insert("pl", Map.of("i", "yes")),
            new DeltaOp.Insert("ain"),
            new DeltaOp.Insert("boerld", Map.of("b", true)));
    assertThat(text.toString()).isEqualTo("plainboerld");
    assertThat(text.length()).isEqualTo(12);
  }

  @Test
  void aDeltaIsAppliedFromTheBeginning() {
    YText text = doc.text("t");
    text.applyDelta(List.of(new DeltaOp.Insert("Hello "), new DeltaOp.Insert("world")));
    text.applyDelta(
        List.of(
            new DeltaOp.Retain(5, Map.of("b", true)),
            new DeltaOp.Delete(1),
            new DeltaOp.Insert("\n"),
            new DeltaOp.Retain(7)));

    assertThat(text.toDelta())
        .containsExactly(
            new DeltaOp.Insert("Hello", Map.of("b", true)), new DeltaOp.Insert("\nworld\n\n"));
  }

  @Test
  void marksOfDeletedTextGoWithIt() {
    YText text = doc.text("t");
    text.insert(0, "abc");
    text.format(1, 1, Map.of("b", true));
    text.delete(1, 1);
    text.insert(1, "x");

    assertThat(text.toDelta()).containsExactly(new DeltaOp.Insert("axc"));
  }

  @Test
  void xmlIsWrittenAsYjsDoes() {
    YXmlFragment xml = doc.xml("x");
    YXmlElement element = xml.insertElement(0, "Div");
    element.setAttribute("z", 1.5);
    element.setAttribute("a", null);
    element.setAttribute("gone", "x");
    element.removeAttribute("gone");
    YXmlText text = element.insertText(0);
    text.insert(0, "bold", Map.of("b", Map.of("x", 1)));
    text.insert(4, " plain", Map.of());
    xml.insertElement(1, "p");
    xml.insertElement(2, "p");
    xml.delete(2, 1);

    assertThat(xml.toString())
        .isEqualTo("<div a=\"null\" z=\"1.5\"><b x=\"1\">bold</b> plain</div><p></p>");
    assertThat(element.attributes()).containsOnlyKeys("a", "z");
    assertThat(xml.get(1)).isInstanceOf(YXmlElement.class);
  }

  @Test
  void placesThatAreNotThereAreRefused() {
    doc.text("t").insert(0, "ab");

    assertThatThrownBy(() -> doc.text("t").insert(3, "x"))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> doc.text("t").delete(1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> doc.text("t").format(-1, 1, Map.of()))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> doc.array("a").get(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
