package dev.carillon.auth;

import dev.carillon.json.BadJson;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// Reads a JSON Web Key Set (RFC 7517 §5).
final class KeySetReader {
  /// The longest set, in bytes.
  static final int MAX_BYTES = 256 * 1024;

  /// How many keys a set may have.
  static final int MAX_KEYS = 64;

  private KeySetReader() {}

  /// Returns the public keys for signatures. Others are passed over, as RFC 7517 §5 asks: secrets and
  /// private keys, keys for encryption, and kinds that are not known here.
  ///
  /// @throws BadJson if it is no key set, or one with more than 64 keys
  static List<TokenKey> read(byte[] json) throws BadJson {
    if (!(JsonObject.read(json, MAX_BYTES).get("keys") instanceof Collection<?> all)) {
      throw new BadJson("no-keys");
    }
    if (all.size() > MAX_KEYS) {
      throw new BadJson("too-many-keys");
    }
    var keys = new ArrayList<TokenKey>();
    for (Object each : all) {
      TokenKey key = each instanceof Map<?, ?> members ? key(members) : null;
      if (key != null) {
        keys.add(key);
      }
    }
    return List.copyOf(keys);
  }

  private static @Nullable TokenKey key(Map<?, ?> members) {
    if (!isForSignatures(members) || members.containsKey("d") || members.containsKey("k")) {
      return null;
    }
    var copy = new HashMap<String, Object>();
    members.forEach((name, value) -> {
      if (value != null) {
        copy.put(String.valueOf(name), value);
      }
    });
    try {
      return JsonWebKey.Factory.newJwk(copy).getKey() instanceof PublicKey key
          ? TokenKey.of(key, text(members, "kid"), text(members, "alg"))
          : null;
    } catch (JoseException | RuntimeException _) {
      // The library casts what it reads.
      return null;
    }
  }

  /// RFC 7517 §4.2, §4.3: a key that does not say may be used for everything.
  private static boolean isForSignatures(Map<?, ?> members) {
    Object use = members.get("use");
    Object operations = members.get("key_ops");
    return (use == null || use.equals("sig"))
        && (operations == null
            || (operations instanceof Collection<?> all && all.contains("verify")));
  }

  private static @Nullable String text(Map<?, ?> members, String name) {
    return members.get(name) instanceof String text ? text : null;
  }
}
