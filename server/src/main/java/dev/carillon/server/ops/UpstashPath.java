package dev.carillon.server.ops;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A Redis command in the path of a request, as Upstash's REST API takes it: `/publish/CHANNEL/MESSAGE`.
///
/// Each part of the path is a word, with its escapes undone. A body is the last word, so that a message may be
/// anything: `POST /publish/CHANNEL`. Source: https://upstash.com/docs/redis/features/restapi.
final class UpstashPath {
  static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT");

  private static final Set<String> COMMANDS = Set.of("PUBLISH", "PING", "ECHO");

  private UpstashPath() {}

  /// Returns whether a path is a command.
  static boolean accepts(String path) {
    int end = path.indexOf('/', 1);
    String first = end < 0 ? path.substring(Math.min(1, path.length())) : path.substring(1, end);
    // Without a channel it is the gateway's own.
    return COMMANDS.contains(first.toUpperCase(Locale.ROOT)) && !path.equals("/publish");
  }

  /// Reads a command.
  ///
  /// @param target of the request, with a path that is one
  static Command command(String target, byte[] body) {
    int end = target.indexOf('?');
    String path = end < 0 ? target : target.substring(0, end);
    var words = new ArrayList<String>();
    for (String word : path.substring(1).split("/", -1)) {
      words.add(decoded(word));
    }
    if (body.length > 0) {
      words.add(new String(body, StandardCharsets.UTF_8));
    }
    return new Command(
        words.getFirst().toUpperCase(Locale.ROOT), List.copyOf(words.subList(1, words.size())));
  }

  /// An escape that is none stays as it is; a plus is a plus in a path.
  private static String decoded(String word) {
    if (word.indexOf('%') < 0) {
      return word;
    }
    var octets = new ByteArrayOutputStream(word.length());
    byte[] sent = word.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < sent.length; at++) {
      if (sent[at] == '%'
          && at + 2 < sent.length
          && HexFormat.isHexDigit(sent[at + 1])
          && HexFormat.isHexDigit(sent[at + 2])) {
        octets.write(
            HexFormat.fromHexDigit(sent[at + 1]) << 4 | HexFormat.fromHexDigit(sent[at + 2]));
        at += 2;
      } else {
        octets.write(sent[at]);
      }
    }
    return octets.toString(StandardCharsets.UTF_8);
  }
}
