package dev.carillon.redis;

import io.lettuce.core.RedisCommandExecutionException;

/// Makes failures fit for logs: a reply of Redis may quote the command, and so its arguments.
final class Replies {

  private Replies() {}

  /// Returns the code of an error reply (`NOPERM`, `OOM`, …), or what Lettuce says.
  static String reason(Throwable failure) {
    if (failure instanceof RedisCommandExecutionException) {
      return code(failure);
    }
    return String.valueOf(failure.getMessage());
  }

  /// Returns the permission that a refused command lacks, in the words of `ACL SETUSER`: `, needs +publish`.
  ///
  /// @param command its name in lower case
  /// @param resource its channel or key as a permission, such as `&news`
  /// @return empty if the reply is about something else
  static String missing(Throwable failure, String command, String resource) {
    if (!reason(failure).equals("NOPERM")) {
      return "";
    }
    // The same words from Redis 6 on: "no permissions to run the 'get' command", "… to access one
    // of the keys …".
    boolean mayRun = !String.valueOf(failure.getMessage()).contains(" to run the ");
    return ", needs " + (mayRun ? resource : "+" + command);
  }

  /// Whether Redis has answered, though with an error.
  static boolean isReply(Throwable failure) {
    return failure instanceof RedisCommandExecutionException;
  }

  /// Returns the failure, without the text of the reply if it is an error reply.
  static Throwable safe(Throwable failure) {
    if (failure instanceof RedisCommandExecutionException) {
      return new RedisCommandExecutionException(code(failure));
    }
    return failure;
  }

  private static String code(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    if (text.startsWith("ERR Error running script") && text.contains(": WRONGTYPE ")) {
      // Redis before 7 wraps what a command in a script has to say.
      return "WRONGTYPE";
    }
    int end = text.indexOf(' ');
    return end < 0 ? text : text.substring(0, end);
  }
}
