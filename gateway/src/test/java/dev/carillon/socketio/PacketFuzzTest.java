package dev.carillon.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Throws mutilated packets at the decoder: each is understood or refused, and nothing else.
@Timeout(60)
final class PacketFuzzTest {
  private static final int ROUNDS = 60_000;

  private static final String[] SEEDS = {
    "0{\"token\":\"abc\",\"n\":[1,2]}",
    "0/admin,{}",
    "1/admin,",
    "2[\"hello\",1,\"two\",{\"three\":[3,null,true]},-1.5e10]",
    "2/admin,456[\"project:delete\",{\"a\":{\"b\":[[],{}]}}]",
    "3/admin,13[\"é€😀\\ud83d\\u0000\"]",
    "52-[\"up\",{\"_placeholder\":true,\"num\":1},[{\"_placeholder\":true,\"num\":0}]]",
    "61-7[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":false,\"num\":\"x\"}]",
  };

  private final Random random = new Random(20_260_101);

  @Test
  void garbageIsRefusedAndNothingElseHappens() {
    int understood = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      PacketDecoder decoder = new PacketDecoder(10);
      try {
        Packet packet = decoder.text(mutilated());
        for (int i = 0; packet == null && i < 10; i++) {
          packet = decoder.binary(new byte[] {(byte) i});
        }
        assertThat(packet).isNotNull();
        readAll(packet);
        understood++;
      } catch (PacketException e) {
        refused++;
      }
    }
    // Neither is trivially always so.
    assertThat(understood).isGreaterThan(ROUNDS / 50);
    assertThat(refused).isGreaterThan(ROUNDS / 50);
  }

  @Test
  void whateverIsUnderstoodIsSplicedUnharmed() {
    JsonMapper plain = JsonMapper.builder().build();
    for (int round = 0; round < ROUNDS / 4; round++) {
      byte[] bytes = mutilated();
      try {
        Packet packet = new PacketDecoder(10).text(bytes);
        if (packet instanceof Packet.Event event && event.arguments().size() > 0) {
          byte[] spliced = PacketEncoder.event("x", event.arguments()).json();
          JsonNode tree = plain.readTree(new String(spliced, UTF_8) + "]");
          assertThat(tree.size()).isEqualTo(event.arguments().size() + 1);
        }
      } catch (PacketException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  // What the scan says about where arguments stand must agree with a parser that makes values.
  @Test
  void argumentsStandWhereAParserFindsThem() {
    JsonMapper plain =
        JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    for (int round = 0; round < ROUNDS / 10; round++) {
      List<String> values = new ArrayList<>();
      StringBuilder packet = new StringBuilder("2[").append(space()).append("\"name\"");
      for (int i = random.nextInt(6); i > 0; i--) {
        String value = value(0);
        values.add(value);
        packet.append(space()).append(',').append(space()).append(value);
      }
      packet.append(space()).append(']').append(space());

      Packet decoded = new PacketDecoder(10).text(packet.toString().getBytes(UTF_8));
      Arguments arguments = ((Packet.Event) Objects.requireNonNull(decoded)).arguments();
      assertThat(arguments.size()).isEqualTo(values.size());
      for (int i = 0; i < values.size(); i++) {
        assertThat(arguments.raw(i)).hasToString(values.get(i));
        assertThat(arguments.get(i)).isEqualTo(plain.readTree(values.get(i)));
      }
    }
  }

  private static void readAll(@Nullable Packet packet) {
    if (packet instanceof Packet.Event event) {
      assertThat(event.arguments().all()).hasSize(event.arguments().size());
      assertThat(EventNames.isReserved(event.name())).isFalse();
    } else if (packet instanceof Packet.Ack ack) {
      assertThat(ack.arguments().all()).hasSize(ack.arguments().size());
    }
  }

  /// A seed with a few bytes changed, removed, doubled or swapped; still UTF-8 as transports check.
  private byte[] mutilated() {
    String seed = SEEDS[random.nextInt(SEEDS.length)];
    StringBuilder text = new StringBuilder(seed);
    for (int i = random.nextInt(4); i > 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(6)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, text.charAt(random.nextInt(text.length())));
        case 2 -> text.setCharAt(at, (char) random.nextInt(128));
        case 3 -> text.insert(at, "{}[],:\"-0eE.\\\u0000\ufeff".charAt(random.nextInt(15)));
        case 4 -> text.setLength(Math.max(1, at));
        default -> text.append(text.substring(at));
      }
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    return random.nextInt(50) == 0 ? Arrays.copyOf(bytes, bytes.length + 1) : bytes;
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 3 ? 6 : 8)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> "false";
      case 3 -> Long.toString(random.nextLong());
      case 4 -> random.nextInt(100) + "." + random.nextInt(100) + "e" + random.nextInt(9);
      case 5 -> "\"" + "é😀,]} \\\" \\\\".repeat(random.nextInt(4)) + "\"";
      case 6 -> "[" + space() + value(depth + 1) + space() + "," + value(depth + 1) + "]";
      default -> "{" + space() + "\"k]\":" + space() + value(depth + 1) + space() + "}";
    };
  }

  private String space() {
    return " \n\t\r ".substring(0, random.nextInt(3));
  }
}
