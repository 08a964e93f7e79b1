package dev.carillon.yjs;

import static dev.carillon.yjs.Hex.bytes;
import static dev.carillon.yjs.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.yjs.lib0.Undefined;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ContentTest {
  @Test
  void textIsSplitByUtf16Units() {
    var left = new ContentString("aé😀日b");
    Content right = left.split(4);

    assertThat(left).hasToString("aé😀").extracting(Content::length).isEqualTo(4);
    assertThat(right).hasToString("日b").extracting(Content::length).isEqualTo(2);
  }

  @Test
  void bothHalvesOfASplitPairAreReplaced() {
    var left = new ContentString("a😀b");
    Content right = left.split(2);

    assertThat(left).hasToString("a\uFFFD").extracting(Content::length).isEqualTo(2);
    assertThat(right).hasToString("\uFFFDb").extracting(Content::length).isEqualTo(2);
  }

  @Test
  void textWrittenFromAmidAPairStartsWithAReplacement() {
    var text = new ContentString("a😀b");

    assertThat(written(text, 2)).isEqualTo(hex(bytes("04 \"\uFFFDb\"")));
    assertThat(text).hasToString("a😀b");
  }

  @Test
  void halfAPairInJavaIsReplaced() {
    assertThat(new ContentString("\uD83Da\uDE00")).hasToString("\uFFFDa\uFFFD");
  }

  @Test
  void textGrowsAndIsSplitAgain() {
    var text = new ContentString("");
    for (int i = 0; i < 1000; i++) {
      assertThat(text.tryAppend(new ContentString(i % 100 == 0 ? "é" : "x"))).isTrue();
    }
    Content right = text.split(100);

    assertThat(text).hasToString("é" + "x".repeat(99));
    assertThat(right.length()).isEqualTo(900);
    assertThat(right.toString()).startsWith("éx").endsWith("xx");
    assertThat(text.tryAppend(right)).isTrue();
    assertThat(text.length()).isEqualTo(1000);
  }

  @Test
  void valuesAreSplitAndJoinedWithoutBeingDecoded() {
    var values = new ContentAny(bytes("7d01 7501 7e 7f 77 01 \"x\""), 4);
    var right = (ContentAny) values.split(2);

    assertThat(values.toList()).containsExactly(1, Arrays.asList((Object) null));
    assertThat(right.toList()).containsExactly(Undefined.UNDEFINED, "x");
    assertThat(right.value(1)).isEqualTo("x");
    assertThat(values.tryAppend(right)).isTrue();
    assertThat(written(values, 1)).isEqualTo(hex(bytes("03 7501 7e 7f 77 01 \"x\"")));
  }

  @Test
  void oldJsonIsSplitAndJoined() {
    var values = (ContentJson) read(Content.JSON, "03 01 \"1\" 09 \"undefined\" 02 \"[]\"");
    var right = (ContentJson) values.split(1);

    assertThat(values.toList()).containsExactly(1);
    assertThat(right.value(0)).isEqualTo(Undefined.UNDEFINED);
    assertThat(written(right, 1)).isEqualTo(hex(bytes("01 02 \"[]\"")));
    assertThat(values.tryAppend(right)).isTrue();
    assertThat(values.length()).isEqualTo(3);
  }

  @Test
  void deletedContentIsSplitAndJoined() {
    var deleted = new ContentDeleted(5);
    Content right = deleted.split(2);

    assertThat(deleted.length()).isEqualTo(2);
    assertThat(right.length()).isEqualTo(3);
    assertThat(deleted.tryAppend(right)).isTrue();
    assertThat(written(deleted, 1)).isEqualTo("04");
  }

  @Test
  void onlyContentsOfAKindAreJoined() {
    assertThat(new ContentString("a").tryAppend(new ContentDeleted(1))).isFalse();
    assertThat(new ContentDeleted(1).tryAppend(new ContentString("a"))).isFalse();
    assertThat(new ContentAny(new byte[] {0x7e}, 1).tryAppend(new ContentString("a"))).isFalse();
    assertThat(new ContentBinary(new byte[1]).tryAppend(new ContentBinary(new byte[1]))).isFalse();
  }

  @Test
  void whatHasLengthOneCannotBeSplit() {
    assertThatThrownBy(() -> new ContentBinary(new byte[2]).split(1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void onlyWhatAReaderSeesCounts() {
    assertThat(new ContentString("a").isCountable()).isTrue();
    assertThat(new ContentEmbed(EncodedJson.TRUE).isCountable()).isTrue();
    assertThat(new ContentType(ContentType.MAP, null).isCountable()).isTrue();
    assertThat(new ContentFormat("b", EncodedJson.TRUE).isCountable()).isFalse();
    assertThat(new ContentDeleted(1).isCountable()).isFalse();
  }

  @Test
  void theUsualValuesOfFormatsAreShared() {
    var format = (ContentFormat) read(Content.FORMAT, "04 \"bold\" 04 \"true\"");

    assertThat(format.key()).isEqualTo("bold");
    assertThat(format.value()).isSameAs(EncodedJson.TRUE);
  }

  @Test
  void valuesAreEqualInBothEncodings() {
    byte[] text = "{\"b\":[1,0.5,null]}".getBytes(StandardCharsets.UTF_8);
    EncodedJson fromJson = EncodedJson.json(text, 0, text.length);
    EncodedJson fromAny = EncodedJson.any(bytes("76 01 01 \"b\" 7503 7d01 7c3f000000 7e"));

    assertThat(fromJson).isEqualTo(fromAny).hasSameHashCodeAs(fromAny);
    assertThat(fromAny.toJson()).isEqualTo(text);
    assertThat(fromAny.value()).isEqualTo(fromJson.value());
    assertThat(EncodedJson.of(fromAny.value(), Limits.DEFAULT)).isEqualTo(fromAny);
  }

  private static Content read(int ref, String body) {
    return Content.read(UpdateReader.of(bytes(body), UpdateFormat.V1, Limits.DEFAULT), ref);
  }

  private static String written(Content content, int offset) {
    UpdateWriter out = UpdateWriter.of(UpdateFormat.V1);
    content.write(out, offset);
    return hex(out.toByteArray());
  }
}
