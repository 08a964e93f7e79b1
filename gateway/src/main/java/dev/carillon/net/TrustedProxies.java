package dev.carillon.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The proxies whose word on where a client is counts ([HttpRequestHead#remote()]). Immutable.
///
/// Each proxy adds the address it was called from behind what it got. So the list is read from its end:
/// what a trusted proxy added is true, and the first address that is no trusted proxy's is the client's.
/// What stands before it may be made up, and is not read.
///
/// One header is read, and only one: a proxy that writes the one passes the other on as the client sent
/// it.
public final class TrustedProxies {
  /// Trusts nobody: the client is where the TCP connection comes from.
  public static final TrustedProxies NONE = new TrustedProxies(List.of(), Header.X_FORWARDED_FOR);

  /// Where proxies say who called them.
  public enum Header {
    /// `X-Forwarded-For`, as nearly all proxies write it.
    X_FORWARDED_FOR("x-forwarded-for"),
    /// `Forwarded` (RFC 7239).
    FORWARDED("forwarded");

    private final String field;

    Header(String field) {
      this.field = field;
    }
  }

  private final List<AddressRange> ranges;
  private final Header header;

  private TrustedProxies(List<AddressRange> ranges, Header header) {
    this.ranges = ranges;
    this.header = header;
  }

  /// Trusts proxies at these addresses.
  ///
  /// @param ranges addresses and ranges, such as `10.0.0.0/8` or `::1`
  /// @throws IllegalArgumentException if one of them is none
  public static TrustedProxies of(Collection<String> ranges, Header header) {
    return new TrustedProxies(ranges.stream().map(AddressRange::of).toList(), header);
  }

  /// Returns where the client of a request is.
  ///
  /// @param peer the other end of the TCP connection
  /// @param headers those of the request, by names in lower case
  InetSocketAddress client(InetSocketAddress peer, Map<String, String> headers) {
    if (!isTrusted(peer.getAddress())) {
      return peer;
    }
    String said = headers.get(header.field);
    if (said == null) {
      return peer;
    }
    List<String> nodes =
        header == Header.FORWARDED ? Forwarded.nodes(said) : List.of(said.split(",", -1));
    InetSocketAddress nearest = peer;
    for (String node : nodes.reversed()) {
      InetSocketAddress before = addressOf(node.trim());
      if (before == null) {
        return nearest; // unknown or hidden: the proxy that says so is all that is known
      }
      nearest = before;
      if (!isTrusted(before.getAddress())) {
        return before;
      }
    }
    return nearest;
  }

  private boolean isTrusted(InetAddress address) {
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /// Returns the address of `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1` or `[2001:db8::1]:80` (RFC 7239
  /// §6), or `null`.
  private static @Nullable InetSocketAddress addressOf(String node) {
    String host = node;
    String port = "0";
    int bracket = node.indexOf(']');
    int colon = node.lastIndexOf(':');
    if (node.startsWith("[") && bracket > 0) {
      host = node.substring(1, bracket);
      port = colon > bracket ? node.substring(colon + 1) : "0";
    } else if (colon > 0 && node.indexOf(':') == colon) {
      host = node.substring(0, colon);
      port = node.substring(colon + 1);
    }
    InetAddress address = AddressRange.addressOf(host);
    return address == null ? null : new InetSocketAddress(address, portOf(port));
  }

  private static int portOf(String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    return port > 65_535 ? 0 : port; // hidden (§6.3) or none at all: what counts is the address
  }
}
