package dev.carillon.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/// The types that keys of the catalogue share.
final class Types {
  static final Type<Secret> SECRET = new SecretType();
  static final Type<Boolean> FLAG = new FlagType();
  static final Type<Set<String>> ORIGINS = new OriginsType(true);
  static final Type<Set<String>> SERVERS = new OriginsType(false);
  static final Type<Set<String>> ADDRESS_RANGES = new AddressRangesType();
  static final Type<Secret> REDIS_URL = new RedisUrlType();
  static final Type<URI> HTTP_URL = new HttpUrlType();

  /// A port to listen on; 0 takes a free one, which the log then names.
  static final Type<Integer> PORT = new WholeType(0, 65_535);

  static final Type<String> BIND =
      TextType.of("address", "an IP address or a host name", "[A-Za-z0-9.:_%-]+");
  static final Type<String> PATH =
      TextType.of("path", "a path such as /socket.io/", "/[\\x21-\\x7e&&[^?#%]]*");
  static final Type<String> SEGMENT =
      TextType.of("word", "letters, digits, dots, dashes, at most 32", "[A-Za-z0-9._~-]{1,32}");
  static final Type<String> LEVEL =
      TextType.of("level", "trace, debug, info, warn or error", "trace|debug|info|warn|error");

  private Types() {}

  static Type<Duration> span(String least, String most) {
    return DurationType.between(least, most);
  }

  static Type<Long> size(String least, String most) {
    return SizeType.between(least, most);
  }

  static Type<Integer> whole(int least, int most) {
    return new WholeType(least, most);
  }
}
