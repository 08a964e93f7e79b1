package dev.carillon.net;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// A range of IP addresses (RFC 4632 §3.1, RFC 4291 §2.3). Immutable.
///
/// @param address one of its addresses
/// @param prefix how many leading bits all of them share
record AddressRange(InetAddress address, int prefix) {

  /// Returns the range that `10.0.0.0/8`, `fd00::/8` or a single address names.
  ///
  /// @throws IllegalArgumentException if the text is none of these; names are not looked up
  static AddressRange of(String text) {
    int slash = text.indexOf('/');
    InetAddress address = addressOf(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException("no range of addresses: " + text);
    }
    int bits = 8 * address.getAddress().length;
    int prefix = slash < 0 ? bits : prefixOf(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("no range of addresses: " + text);
    }
    return new AddressRange(address, prefix);
  }

  private static int prefixOf(String text) {
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
  }

  /// Returns the address that a text is, or `null`. Looks up nothing.
  static @Nullable InetAddress addressOf(String text) {
    byte[] octets = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return octets == null ? null : InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      return null; // of neither length
    }
  }

  /// Returns whether an address is in the range.
  boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    int whole = prefix / 8;
    for (int i = 0; i < whole; i++) {
      if (mine[i] != theirs[i]) {
        return false;
      }
    }
    int rest = prefix % 8;
    int mask = 0xFF << (8 - rest) & 0xFF;
    return rest == 0 || ((mine[whole] ^ theirs[whole]) & mask) == 0;
  }
}
