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
