package dev.carillon.redis;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Asks a server whether it is a primary. What a replica accepts reaches its own subscribers and nobody else.
///
/// By `HELLO` without arguments, which every user may send and which tells of the server what `ROLE` tells only to
/// its administrators. A server that does not know or say it counts as a primary.
final class Role {
  private Role() {}

  /// Returns whether the server says of itself that it is a replica. Fails only if the link does.
  static CompletionStage<Boolean> isReplica(BaseRedisAsyncCommands<String, byte[]> commands) {
    var codec = new ChannelCodec();
    return commands
        .dispatch(CommandType.HELLO, new NestedMultiOutput<>(codec), new CommandArgs<>(codec))
        .handle((reply, failure) -> {
          if (failure == null) {
            return isReplica(reply);
          }
          if (Replies.isReply(failure)) {
            return false;
          }
          throw new RedisConnectionException("no answer to HELLO", failure);
        });
  }

  private static boolean isReplica(List<?> reply) {
    for (int i = 0; i + 1 < reply.size(); i += 2) {
      if (text(reply.get(i)).equals("role")) {
        String role = text(reply.get(i + 1));
        return role.equals("replica") || role.equals("slave");
      }
    }
    return false;
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }
}
