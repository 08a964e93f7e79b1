package dev.carillon.publisher.loomio;

import dev.carillon.publisher.JsonObject;
import dev.carillon.publisher.StoreWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Tells the channel server who somebody is, by a token that the browser shows: `/current_users/{token}`.
///
/// Written again with each boot of a page, a token lives as long as somebody uses it. Safe for any thread.
public final class ChannelTokens {
  /// How long a token is known unless `CACHE_REDIS_EXPIRE` says otherwise.
  public static final Duration DEFAULT_EXPIRY = Duration.ofMinutes(30);

  private final StoreWriter store;
  private final Duration expiry;
  private final SecureRandom random = new SecureRandom();

  /// @param expiry after which a token is unknown
  public ChannelTokens(StoreWriter store, Duration expiry) {
    this.store = store;
    this.expiry = expiry;
  }

  /// Returns what `CACHE_REDIS_EXPIRE` says, in seconds, and 30 minutes if it says nothing.
  ///
  /// @param environment such as [System#getenv()]
  /// @throws IllegalArgumentException if it is not a number of seconds from 1 to 31,536,000
  public static Duration expiry(Map<String, String> environment) {
    String seconds = environment.getOrDefault("CACHE_REDIS_EXPIRE", "");
    if (seconds.isBlank()) {
      return DEFAULT_EXPIRY;
    }
    if (!seconds.matches("[1-9]\\d{0,7}") || Integer.parseInt(seconds) > 31_536_000) {
      throw new IllegalArgumentException("CACHE_REDIS_EXPIRE must be seconds, from 1 to 31536000");
    }
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  /// Says who has a token.
  ///
  /// @param token the user's secret token
  /// @param groupIds the groups of which the user hears
  public CompletionStage<Void> put(
      String token, long userId, String name, Collection<Long> groupIds) {
    return write(token, userId, name, groupIds);
  }

  /// Says that a token is of somebody who is not logged in, and hears notices only.
  public CompletionStage<Void> putVisitor(String token) {
    return write(token, null, null, List.of());
  }

  /// Returns a new token for a visitor, which nobody can guess.
  public String newToken() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private CompletionStage<Void> write(
      String token, @Nullable Long id, @Nullable String name, Collection<Long> groupIds) {
    var value = new JsonObject().put("name", name).put("group_ids", groupIds).put("id", id);
    return store.set(key(token), value.bytes(), expiry);
  }

  /// Makes a token unknown, at logout say.
  public CompletionStage<Void> remove(String token) {
    return store.remove(key(token));
  }

  private static String key(String token) {
    if (token.isEmpty()) {
      throw new IllegalArgumentException("a token is not empty");
    }
    return "/current_users/" + token;
  }
}
