package dev.carillon.auth;

import dev.carillon.auth.TokenException.Reason;
import dev.carillon.core.Clock;
import dev.carillon.core.Principal;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.core.WrongKindException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Tells who somebody is by a record that the backend has put into the store, under the token.
///
/// The record is a JSON object with the members of a token's claims. Immutable, safe for any thread;
/// blocks for a round trip.
public final class StoreAuthenticator implements Authenticator {
  /// The longest token that is looked up, in characters.
  public static final int MAX_TOKEN_LENGTH = 512;

  /// The longest record that is read, in bytes of UTF-8.
  public static final int MAX_RECORD_BYTES = 64 * 1024;

  private final Store store;
  private final String prefix;
  private final RecordReader reader;

  /// @param prefix what stands before the token in the key
  /// @param names which members say who it is
  public StoreAuthenticator(Store store, String prefix, PrincipalNames names, Clock clock) {
    this.store = store;
    this.prefix = prefix;
    this.reader = new RecordReader(MAX_RECORD_BYTES, names, clock);
  }

  @Override
  public Principal authenticate(String token) throws TokenException {
    if (token.isEmpty() || token.length() > MAX_TOKEN_LENGTH) {
      throw new TokenException(Reason.MALFORMED);
    }
    @Nullable String known;
    try {
      known = store.get(prefix + token);
    } catch (WrongKindException _) {
      throw new TokenException(Reason.UNREADABLE);
    } catch (StoreException _) {
      throw new TokenException(Reason.UNAVAILABLE);
    }
    if (known == null) {
      throw new TokenException(Reason.UNKNOWN);
    }
    return reader.read(known.getBytes(StandardCharsets.UTF_8));
  }
}
