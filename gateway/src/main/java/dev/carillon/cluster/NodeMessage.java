package dev.carillon.cluster;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What nodes say to each other through the broker: a line of words, and for some a body behind it.
///
/// ```text
/// 1 joined web1-k3v9…            1 stopped web1-k3v9…            1 died web1-k3v9…
/// 1 ask ask-u2d… 17 5000 socket.io:chat⏎<question>               number, milliseconds, topic
/// 1 part web2-m8q… 17⏎<part>     1 end web2-m8q… 17     1 failed web2-m8q… 17     1 unaware …
/// ```
///
/// The first word is the version: a node drops what it does not know, so that nodes of two versions
/// can stand side by side while one takes the place of the other. Whoever may publish at the broker
/// can send anything, so what comes is checked; and as `joined`, `stopped` and `died` may be lies, they
/// are hints only, upon which a node reads the store. Immutable.
sealed interface NodeMessage {
  String VERSION = "1";

  /// A node came or went: worth a look at the store.
  record Hint(Change kind, String node) implements NodeMessage {}

  /// What a hint is about.
  enum Change {
    JOINED,
    STOPPED,
    DIED
  }

  /// A question to all nodes.
  ///
  /// @param replyTo names the channel of whoever asks
  /// @param number chosen by whoever asks
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  record Ask(String replyTo, long number, long limitMillis, String topic, byte[] body)
      implements NodeMessage {}

  /// A part of an answer.
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  record Part(String node, long number, byte[] body) implements NodeMessage {}

  /// The last word on a question.
  record Done(Outcome kind, String node, long number) implements NodeMessage {}

  /// How an answer ends.
  enum Outcome {
    END,
    FAILED,
    UNAWARE
  }

  /// Returns the bytes of a message.
  static byte[] encode(NodeMessage message) {
    return switch (message) {
      case Hint hint -> line(word(hint.kind), hint.node);
      case Ask ask ->
          withBody(
              line("ask", ask.replyTo, ask.number + " " + ask.limitMillis + " " + ask.topic),
              ask.body);
      case Part part -> withBody(line("part", part.node, Long.toString(part.number)), part.body);
      case Done done -> line(word(done.kind), done.node, Long.toString(done.number));
    };
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static byte[] line(String... words) {
    return (VERSION + " " + String.join(" ", words)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] withBody(byte[] line, byte[] body) {
    var all = new ByteArrayOutputStream(line.length + 1 + body.length);
    all.writeBytes(line);
    all.write('\n');
    all.writeBytes(body);
    return all.toByteArray();
  }

  /// Reads a message; returns `null` if the bytes are none of this version.
  static @Nullable NodeMessage decode(byte[] bytes) {
    return Codec.decode(bytes);
  }

  /// Whether a text can be the id of a node or of a channel.
  static boolean isId(String text) {
    return Codec.ID.matcher(text).matches();
  }

  /// Reads messages.
  final class Codec {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,80}");

    /// A longer first line is no message: a topic has 256 bytes at most.
    private static final int LONGEST_LINE = 512;

    private Codec() {}

    private static @Nullable NodeMessage decode(byte[] bytes) {
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n') {
        if (++end > LONGEST_LINE) {
          return null;
        }
      }
      boolean hasBody = end < bytes.length;
      String[] words = new String(bytes, 0, end, StandardCharsets.UTF_8).split(" ", 6);
      if (words.length < 3 || !words[0].equals(VERSION) || !isId(words[2])) {
        return null;
      }
      String id = words[2];
      return switch (words[1]) {
        case "joined" -> hint(words, Change.JOINED);
        case "stopped" -> hint(words, Change.STOPPED);
        case "died" -> hint(words, Change.DIED);
        case "ask" -> {
          long number = words.length == 6 && hasBody ? number(words[3]) : -1;
          long limit = number < 0 ? -1 : number(words[4]);
          yield limit < 1 ? null : new Ask(id, number, limit, words[5], body(bytes, end));
        }
        case "part" -> {
          long number = words.length == 4 && hasBody ? number(words[3]) : -1;
          yield number < 0 ? null : new Part(id, number, body(bytes, end));
        }
        case "end" -> done(words, Outcome.END);
        case "failed" -> done(words, Outcome.FAILED);
        case "unaware" -> done(words, Outcome.UNAWARE);
        default -> null;
      };
    }

    private static @Nullable NodeMessage hint(String[] words, Change kind) {
      return words.length == 3 ? new Hint(kind, words[2]) : null;
    }

    private static @Nullable NodeMessage done(String[] words, Outcome kind) {
      long number = words.length == 4 ? number(words[3]) : -1;
      return number < 0 ? null : new Done(kind, words[2], number);
    }

    private static byte[] body(byte[] bytes, int lineEnd) {
      return Arrays.copyOfRange(bytes, lineEnd + 1, bytes.length);
    }

    /// Returns a number of at most 15 digits, or -1.
    private static long number(String word) {
      if (word.isEmpty() || word.length() > 15) {
        return -1;
      }
      long number = 0;
      for (int i = 0; i < word.length(); i++) {
        int digit = word.charAt(i) - '0';
        if (digit < 0 || digit > 9) {
          return -1;
        }
        number = 10 * number + digit;
      }
      return number;
    }
  }
}
