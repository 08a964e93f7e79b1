package dev.carillon.auth;

import dev.carillon.auth.TokenException.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keys that are known from the start. Immutable; never blocks.
///
/// What a token says of its key's name is passed over: these have none.
final class FixedKeys extends TokenKeys {
  private final List<TokenKey> keys;

  FixedKeys(List<TokenKey> keys) {
    this.keys = List.copyOf(keys);
  }

  @Override
  List<TokenKey> candidates(@Nullable String id, String algorithm) throws TokenException {
    List<TokenKey> all = keys.stream().filter(key -> key.permits(algorithm)).toList();
    if (all.isEmpty()) {
      throw new TokenException(Reason.ALGORITHM);
    }
    return all;
  }
}
