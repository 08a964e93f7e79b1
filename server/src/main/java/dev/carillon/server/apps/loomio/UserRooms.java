package dev.carillon.server.apps.loomio;

import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Store;
import dev.carillon.core.WrongKindException;
import dev.carillon.json.BadJson;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the store which rooms a token opens. Safe for any thread; blocks for a round trip.
///
/// Only reads: whether the key expires is the backend's business. The token never reaches a log.
final class UserRooms {
  private static final Logger log = LoggerFactory.getLogger(UserRooms.class);
  private static final String PREFIX = "/current_users/";
  private static final int LONGEST_TOKEN = 512;

  private final Store store;
  private final String app;
  private final Instruments instruments;
  private final LogLimit limit;

  UserRooms(Store store, String app, Clock clock, Instruments instruments) {
    this.store = store;
    this.app = app;
    this.instruments = instruments;
    this.limit = new LogLimit(clock, app);
  }

  /// Tells whether a token can be looked up at all.
  ///
  /// Without one the original asked for the key of a user called `undefined`, which anybody who can
  /// write that key would have made a user for all who come without a token.
  static boolean usable(@Nullable String token) {
    return token != null && !token.isEmpty() && token.length() <= LONGEST_TOKEN;
  }

  /// Returns the rooms of a token: none if the backend does not know it or its entry is unusable.
  ///
  /// @throws dev.carillon.core.StoreException if the store does not answer
  Set<String> of(@Nullable String token) {
    return userOf(token).rooms();
  }

  /// Returns whom a token belongs to, as [#of] tells the rooms.
  ///
  /// @throws dev.carillon.core.StoreException if the store does not answer
  CurrentUser userOf(@Nullable String token) {
    if (token == null || !usable(token)) {
      return CurrentUser.ANONYMOUS;
    }
    try {
      String value = store.get(PREFIX + token);
      return value == null ? CurrentUser.ANONYMOUS : CurrentUser.parse(value);
    } catch (WrongKindException e) {
      return unusable("not-text");
    } catch (BadJson e) {
      return unusable(e.reason());
    }
  }

  private CurrentUser unusable(String reason) {
    instruments.badInput(app, "store", reason);
    limit.warn(log, "user entry unusable, served as anonymous", "reason", reason);
    return CurrentUser.ANONYMOUS;
  }
}
