package dev.carillon.redis;

import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.ToByteBufEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Keys and channels are UTF-8 text, values are bytes that nobody touches.
///
/// Names that arrive are remembered, so that a message costs its payload and no second string. The
/// memory is bounded ([#REMEMBERED] names; a newcomer takes the place of whoever has its slot).
/// Encoding is safe for any thread; decoding is confined to the event loop of the link.
final class ChannelCodec implements RedisCodec<String, byte[]>, ToByteBufEncoder<String, byte[]> {

  static final int REMEMBERED = 4096;

  /// Longer names are decoded afresh, which bounds the memory by bytes, too.
  private static final int LONGEST_REMEMBERED = 256;

  private final Name[] names = new Name[REMEMBERED];

  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Name(byte[] utf8, String text) {}

  @Override
  public String decodeKey(ByteBuffer bytes) {
    int length = bytes.remaining();
    if (length > LONGEST_REMEMBERED) {
      return StandardCharsets.UTF_8.decode(bytes).toString();
    }
    int start = bytes.position();
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + bytes.get(start + i);
    }
    int slot = (hash ^ (hash >>> 16)) & (REMEMBERED - 1);
    Name known = names[slot];
    if (known != null && holds(bytes, start, length, known.utf8)) {
      bytes.position(bytes.limit());
      return known.text;
    }
    byte[] utf8 = decodeValue(bytes);
    var name = new Name(utf8, new String(utf8, StandardCharsets.UTF_8));
    names[slot] = name;
    return name.text;
  }

  private static boolean holds(ByteBuffer bytes, int start, int length, byte[] utf8) {
    if (length != utf8.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes.get(start + i) != utf8[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public byte[] decodeValue(ByteBuffer bytes) {
    byte[] value = new byte[bytes.remaining()];
    bytes.get(value);
    return value;
  }

  @Override
  public ByteBuffer encodeKey(String key) {
    return ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public ByteBuffer encodeValue(byte[] value) {
    return ByteBuffer.wrap(value);
  }

  @Override
  public void encodeKey(String key, ByteBuf target) {
    ByteBufUtil.writeUtf8(target, key);
  }

  @Override
  public void encodeValue(byte[] value, ByteBuf target) {
    target.writeBytes(value);
  }

  @Override
  public int estimateSize(Object keyOrValue) {
    return switch (keyOrValue) {
      case String key -> ByteBufUtil.utf8MaxBytes(key);
      case byte[] value -> value.length;
      default -> 0;
    };
  }
}
