package dev.carillon.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private final FrameReader reader = new FrameReader();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(200_000);
  private final List<String> seen = new ArrayList<>();

  @Test
  void severalFramesInOneReadAreSeenInOrder() {
    receive(join(frame(1, "one", 2), frame(9, "", 2), frame(1, "three", 2)));

    assertThat(seen).containsExactly("1:one", "9:", "1:three");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 10})
  void eachEncodingOfTheLengthIsRead(int header) {
    receive(frame(1, "hello", header));

    assertThat(seen).containsExactly("1:hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {125, 126, 65_535, 65_536, 100_000})
  void payloadsAtTheLimitsOfEachLengthAreWhole(int length) {
    String payload = "x".repeat(length - 1) + "!";
    receive(join(frame(1, payload, smallestHeader(length)), frame(1, "next", 2)));

    assertThat(seen).containsExactly("1:" + payload, "1:next");
  }

  @Test
  void aFrameCutAtAnyByteIsSeenOnceWhole() {
    byte[] bytes = join(frame(1, "first", 2), frame(2, "y".repeat(300), 4), frame(1, "z", 10));
    for (int cut = 0; cut <= bytes.length; cut++) {
      seen.clear();
      receive(slice(bytes, 0, cut));
      receive(slice(bytes, cut, bytes.length));
      assertThat(seen)
          .as("cut at %d", cut)
          .containsExactly("1:first", "2:" + "y".repeat(300), "1:z");
    }
  }

  @Test
  void oneByteAtATimeIsEnough() {
    byte[] bytes = join(frame(1, "a".repeat(130), 4), frame(1, "b", 2));
    for (int i = 0; i < bytes.length; i++) {
      receive(slice(bytes, i, i + 1));
    }

    assertThat(seen).containsExactly("1:" + "a".repeat(130), "1:b");
  }

  @Test
  void aFrameLargerThanTheBufferIsRefusedByItsHeader() {
    byte[] header = {(byte) 0x81, 127, 0, 0, 0, 1, 0, 0, 0, 0};

    assertThatThrownBy(() -> receive(header))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("4294967296 bytes");
  }

  @Test
  void aMaskedFrameIsRefused() {
    assertThatThrownBy(() -> receive(new byte[] {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0}))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("masked");
  }

  private void receive(byte[] bytes) {
    reader.begin(buffer);
    buffer.put(bytes);
    reader.parse(
        buffer,
        (opcode, from, offset, length) -> {
          byte[] payload = new byte[length];
          from.get(offset, payload);
          seen.add(opcode + ":" + new String(payload, US_ASCII));
        });
  }

  private static int smallestHeader(int length) {
    return length < 126 ? 2 : length < 65_536 ? 4 : 10;
  }

  private static byte[] frame(int opcode, String payload, int header) {
    ByteBuffer frame = ByteBuffer.allocate(header + payload.length());
    frame.put((byte) (0x80 | opcode));
    switch (header) {
      case 2 -> frame.put((byte) payload.length());
      case 4 -> frame.put((byte) 126).putShort((short) payload.length());
      default -> frame.put((byte) 127).putLong(payload.length());
    }
    return frame.put(payload.getBytes(US_ASCII)).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
