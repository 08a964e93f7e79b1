package dev.carillon.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ChannelCodecTest {

  private final ChannelCodec codec = new ChannelCodec();

  @Test
  void aNameIsDecodedOnce() {
    String first = codec.decodeKey(utf8("chat:1"));
    assertThat(codec.decodeKey(utf8("chat:1"))).isEqualTo("chat:1").isSameAs(first);
  }

  @Test
  void namesThatShareASlotAreNotMixedUp() {
    for (int i = 0; i < 4 * ChannelCodec.REMEMBERED; i++) {
      assertThat(codec.decodeKey(utf8("chat:" + i))).isEqualTo("chat:" + i);
    }
    assertThat(codec.decodeKey(utf8("Aa"))).isEqualTo("Aa");
    assertThat(codec.decodeKey(utf8("BB"))).isEqualTo("BB");
  }

  @Test
  void decodingTakesExactlyTheBytesItWasGiven() {
    ByteBuffer part = utf8("..chat:é..");
    part.position(2).limit(part.limit() - 2);
    assertThat(codec.decodeKey(part)).isEqualTo("chat:é");
    assertThat(part.hasRemaining()).isFalse();
    String longName = "x".repeat(1_000);
    assertThat(codec.decodeKey(utf8(longName))).isEqualTo(longName);
    assertThat(codec.decodeKey(utf8(""))).isEmpty();
  }

  @Test
  void encodingIsUtf8AndUntouchedBytes() {
    var buffer = Unpooled.buffer();
    codec.encodeKey("é🔔", buffer);
    assertThat(buffer.toString(UTF_8)).isEqualTo("é🔔");
    buffer.clear();
    codec.encodeValue(new byte[] {0, -1, 127}, buffer);
    byte[] written = new byte[buffer.readableBytes()];
    buffer.readBytes(written);
    assertThat(written).containsExactly(0, -1, 127);
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
