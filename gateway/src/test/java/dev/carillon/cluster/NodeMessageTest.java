package dev.carillon.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.cluster.NodeMessage.Ask;
import dev.carillon.cluster.NodeMessage.Change;
import dev.carillon.cluster.NodeMessage.Done;
import dev.carillon.cluster.NodeMessage.Hint;
import dev.carillon.cluster.NodeMessage.Outcome;
import dev.carillon.cluster.NodeMessage.Part;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeMessageTest {

  @ParameterizedTest
  @EnumSource(Change.class)
  void hintsCrossTheWire(Change kind) {
    var hint = new Hint(kind, "web1-abc");
    assertThat(NodeMessage.decode(NodeMessage.encode(hint))).isEqualTo(hint);
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void lastWordsCrossTheWire(Outcome kind) {
    var done = new Done(kind, "web1-abc", 999_999_999_999_999L);
    assertThat(NodeMessage.decode(NodeMessage.encode(done))).isEqualTo(done);
  }

  @Test
  void aQuestionCrossesTheWireWithWhateverBytes() {
    byte[] body = {0, '\n', ' ', -1};
    var ask = new Ask("web1-abc", 17, 5_000, "socket.io:my chat é", body);
    assertThat(NodeMessage.decode(NodeMessage.encode(ask)))
        .usingRecursiveComparison()
        .isEqualTo(ask);
  }

  @Test
  void aPartCrossesTheWireWithWhateverBytes() {
    var part = new Part("web1-abc", 0, new byte[] {'\n'});
    assertThat(NodeMessage.decode(NodeMessage.encode(part)))
        .usingRecursiveComparison()
        .isEqualTo(part);
    var empty = new Part("web1-abc", 0, new byte[0]);
    assertThat(NodeMessage.decode(NodeMessage.encode(empty)))
        .usingRecursiveComparison()
        .isEqualTo(empty);
  }

  @Test
  void messagesAreReadableOnTheWire() {
    assertThat(NodeMessage.encode(new Hint(Change.JOINED, "web1-abc")))
        .isEqualTo("1 joined web1-abc".getBytes(UTF_8));
    assertThat(NodeMessage.encode(new Ask("web1-abc", 17, 5_000, "t", "q".getBytes(UTF_8))))
        .isEqualTo("1 ask web1-abc 17 5000 t\nq".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n",
        "1",
        "1 joined",
        "1 joined ",
        "1 joined a b",
        "2 joined a",
        "1 danced a",
        "1 joined no*id",
        "1 joined é",
        "1 end a",
        "1 end a -1",
        "1 end a 1e3",
        "1 end a 1 2",
        "1 end a 9999999999999999",
        "1 part a 1",
        "1 part a x\nbody",
        "1 ask a 1 5000 t",
        "1 ask a 1 0 t\nq",
        "1 ask a 1 5000\nq",
        "1 ask a:b 1 5000 t\nq"
      })
  void rubbishIsNoMessage(String rubbish) {
    assertThat(NodeMessage.decode(rubbish.getBytes(UTF_8))).isNull();
  }

  @Test
  void aLongFirstLineIsNoMessage() {
    assertThat(NodeMessage.decode(("1 ask a 1 5000 " + "t".repeat(600) + "\nq").getBytes(UTF_8)))
        .isNull();
    assertThat(NodeMessage.decode(new byte[1_000_000])).isNull();
  }

  @Test
  void whateverBytesComeNothingIsThrown() {
    var random = new Random(5);
    byte[] good = NodeMessage.encode(new Ask("web1-abc", 17, 5_000, "topic", new byte[8]));
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = good.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      NodeMessage.decode(bytes);
    }
  }
}
