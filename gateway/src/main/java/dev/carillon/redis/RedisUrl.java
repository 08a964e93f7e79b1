package dev.carillon.redis;

import dev.carillon.redis.RedisSettings.Mode;
import dev.carillon.redis.RedisSettings.Node;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Takes a Redis address apart.
///
/// Written by hand because `java.net.URI` knows neither lists of hosts nor how to complain about an
/// address without repeating the password in it. No text of an exception here holds any part that
/// stood before the `@`.
final class RedisUrl {

  private static final String FORMS =
      "; allowed are redis://[[user]:password@]host[:port][/database],"
          + " redis-sentinel://…host[:port],host[:port][/database]#primary,"
          + " redis-cluster://…host[:port],host[:port] and the same with rediss (TLS)";
  private static final int SERVER_PORT = 6379;
  private static final int SENTINEL_PORT = 26379;

  private RedisUrl() {}

  /// What an address says. Immutable.
  record Parts(
      Mode mode,
      boolean tls,
      List<Node> nodes,
      @Nullable String primary,
      int database,
      @Nullable String username,
      @Nullable String password,
      UrlQuery query) {

    /// Tells the mode and hosts only.
    @Override
    public String toString() {
      return mode + " " + nodes;
    }
  }

  static Parts parse(String url) {
    int colon = url.indexOf("://");
    if (colon < 0) {
      throw bad("a Redis address must begin with a scheme");
    }
    String scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
    boolean tls = scheme.startsWith("rediss");
    Mode mode =
        switch (tls ? scheme.substring("rediss".length()) : afterRedis(scheme)) {
          case "" -> Mode.SINGLE;
          case "-sentinel" -> Mode.SENTINEL;
          case "-cluster" -> Mode.CLUSTER;
          default -> throw bad("unknown scheme of a Redis address");
        };
    String rest = url.substring(colon + 3);
    String primary = null;
    // The last @ ends the user part, because a password may hold an unescaped one; so may it a #.
    int at = rest.lastIndexOf('@');
    String user = at < 0 ? "" : rest.substring(0, at);
    String place = rest.substring(at + 1);
    int hash = place.indexOf('#');
    if (hash >= 0) {
      primary = decode(place.substring(hash + 1));
      place = place.substring(0, hash);
    }
    int mark = place.indexOf('?');
    UrlQuery query = UrlQuery.parse(mark < 0 ? "" : place.substring(mark + 1));
    if (mark >= 0) {
      place = place.substring(0, mark);
    }
    if (tls && mode != Mode.SENTINEL && "insecure".equals(primary)) {
      // The spelling of redis-rs.
      query.uncheck();
      primary = null;
    }
    if (query.isAboutTls() && !tls) {
      throw bad("parameters about certificates need a Redis address with rediss");
    }
    int slash = place.indexOf('/');
    int database = database(slash < 0 ? "" : place.substring(slash + 1), query.database);
    List<Node> nodes = nodes(slash < 0 ? place : place.substring(0, slash), mode);
    check(mode, nodes, primary, database);
    int split = user.indexOf(':');
    // Without a colon it is the password, as all clients of old servers had it.
    String username = split > 0 ? decode(user.substring(0, split)) : null;
    String password = user.isEmpty() ? "" : decode(user.substring(split + 1));
    return new Parts(
        mode, tls, nodes, primary, database, username, password.isEmpty() ? null : password, query);
  }

  private static String afterRedis(String scheme) {
    return scheme.startsWith("redis") ? scheme.substring("redis".length()) : "unknown";
  }

  private static void check(Mode mode, List<Node> nodes, @Nullable String primary, int database) {
    if (mode == Mode.SINGLE && nodes.size() > 1) {
      throw bad("a redis:// address has one host; several need redis-sentinel or redis-cluster");
    }
    if (mode == Mode.SENTINEL && (primary == null || primary.isEmpty())) {
      throw bad("a redis-sentinel address must end with # and the name of the primary");
    }
    if (mode != Mode.SENTINEL && primary != null) {
      throw bad("only a redis-sentinel address has a name after #");
    }
    if (mode == Mode.CLUSTER && database != 0) {
      throw bad("a Redis cluster has database 0 only");
    }
  }

  private static int database(String text, @Nullable Integer parameter) {
    if (text.isEmpty()) {
      return parameter == null ? 0 : parameter;
    }
    int number = number(text);
    if (number < 0) {
      throw bad("the database of a Redis address must be a number from 0, as in /0");
    }
    if (parameter != null && parameter != number) {
      throw bad("path and parameter of a Redis address name different databases");
    }
    return number;
  }

  private static List<Node> nodes(String text, Mode mode) {
    var nodes = new ArrayList<Node>();
    for (String part : text.split(",", -1)) {
      nodes.add(node(part.strip(), mode == Mode.SENTINEL ? SENTINEL_PORT : SERVER_PORT));
    }
    return nodes;
  }

  private static Node node(String text, int defaultPort) {
    int bracket = text.lastIndexOf(']');
    if (text.startsWith("[") != bracket > 0) {
      throw bad("an IPv6 host of a Redis address stands in brackets, as in [::1]:6379");
    }
    int colon = text.indexOf(':', Math.max(bracket, 0));
    String host = colon < 0 ? text : text.substring(0, colon);
    if (bracket > 0) {
      if (host.length() != bracket + 1) {
        throw bad("after the ] of a Redis address comes : and the port");
      }
      host = host.substring(1, bracket);
    }
    if (host.isEmpty()) {
      throw bad("a Redis address must name a host");
    }
    int port = colon < 0 ? defaultPort : number(text.substring(colon + 1));
    if (port < 1 || port > 65_535) {
      throw bad("the port of a Redis address must be a number from 1 to 65535");
    }
    return new Node(host, port);
  }

  /// Returns the number, or -1 where there is none.
  static int number(String text) {
    if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Integer.parseInt(text);
  }

  static String decode(String text) {
    try {
      // In this part of an address a plus is a plus, unlike in a form.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // The cause would repeat the text: it stays behind.
      throw bad(
          "a % in user, password, name or parameter must be followed by two hexadecimal digits");
    }
  }

  static IllegalArgumentException bad(String what) {
    return new IllegalArgumentException(what + FORMS);
  }
}
