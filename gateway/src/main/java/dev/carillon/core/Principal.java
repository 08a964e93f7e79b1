package dev.carillon.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who a connection is. Immutable.
///
/// What an app knows of somebody beyond this stands in the claims: the members of the token (RFC 7519
/// §4) or of the record that told who it is. They may be nobody else's business, so the text of a
/// principal holds its id alone.
///
/// @param id who it is, never empty; the same for all connections of one user
/// @param name what others call it, or `null`
/// @param roles what it may be, by the words of the app
/// @param claims JSON in Java: text, numbers, booleans, lists and maps, copied and unmodifiable; a
///     member that is `null` is left out
/// @param expiresAt from when on this is no longer true; `null` means never
public record Principal(
    String id,
    @Nullable String name,
    Set<String> roles,
    Map<String, Object> claims,
    @Nullable Instant expiresAt) {

  /// @throws IllegalArgumentException if the id is empty, or a claim is not JSON
  public Principal {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("a principal needs an id");
    }
    roles = Set.copyOf(roles);
    claims = copyOf(claims);
  }

  /// Returns somebody of whom nothing but the id is known.
  public static Principal of(String id) {
    return new Principal(id, null, Set.of(), Map.of(), null);
  }

  /// Returns the same one with other roles.
  public Principal withRoles(Set<String> others) {
    return new Principal(id, name, others, claims, expiresAt);
  }

  /// Returns whether it has a role.
  public boolean hasRole(String role) {
    return roles.contains(role);
  }

  /// Returns a claim that is a text, or `null`. One of another type counts as absent, since its author
  /// meant something else.
  public @Nullable String text(String claim) {
    return claims.get(claim) instanceof String value ? value : null;
  }

  /// Returns whether a claim is `true`; everything else is no, and so is its absence.
  public boolean is(String claim) {
    return claims.get(claim) instanceof Boolean value && value;
  }

  /// Returns the id of the token that told who it is (`jti`, RFC 7519 §4.1.7), or `null`.
  public @Nullable String tokenId() {
    return text("jti");
  }

  /// Returns the session in which it signed in (`sid`, OpenID Connect Front-Channel Logout §3), or
  /// `null`.
  public @Nullable String sessionId() {
    return text("sid");
  }

  /// Returns when the token was issued (`iat`, RFC 7519 §4.1.6), to the millisecond; `null` if it does
  /// not say.
  public @Nullable Instant issuedAt() {
    return claims.get("iat") instanceof Number seconds ? NumericDate.instant(seconds) : null;
  }

  /// Returns whether this is no longer true at a time.
  public boolean hasExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /// Keeps claims out of logs.
  @Override
  public String toString() {
    return "Principal[" + id + "]";
  }

  private static Map<String, Object> copyOf(Map<?, ?> members) {
    var copy = new LinkedHashMap<String, Object>();
    members.forEach((name, value) -> {
      if (value != null) {
        copy.put(String.valueOf(name), copyOf(value));
      }
    });
    return Collections.unmodifiableMap(copy);
  }

  private static Object copyOf(Object value) {
    return switch (value) {
      case String text -> text;
      case Number number -> number;
      case Boolean bool -> bool;
      case Map<?, ?> members -> copyOf(members);
      case List<?> elements -> {
        var copy = new ArrayList<Object>(elements.size());
        elements.stream().filter(element -> element != null).forEach(e -> copy.add(copyOf(e)));
        yield Collections.unmodifiableList(copy);
      }
      default -> throw new IllegalArgumentException("no JSON: " + value.getClass().getName());
    };
  }
}
