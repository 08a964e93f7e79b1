package dev.carillon.auth;

import dev.carillon.auth.TokenException.Reason;
import dev.carillon.core.Principal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which members of a token or record say who somebody is. Immutable.
///
/// @param id the member that holds the id: text, or a whole number, which counts as its decimal text
/// @param name the member that holds the name: text
/// @param roles the member that holds the roles: a list of text; what is anything else is no roles
public record PrincipalNames(String id, String name, String roles) {
  /// What most issuers write (RFC 7519 §4.1.2, OpenID Connect Core §5.1).
  public static final PrincipalNames DEFAULT = new PrincipalNames("sub", "name", "roles");

  /// Returns the same with another member for the id.
  public PrincipalNames withId(String other) {
    return new PrincipalNames(other, name, roles);
  }

  /// Returns the same with another member for the name.
  public PrincipalNames withName(String other) {
    return new PrincipalNames(id, other, roles);
  }

  /// Returns the same with another member for the roles.
  public PrincipalNames withRoles(String other) {
    return new PrincipalNames(id, name, other);
  }

  Principal principal(Map<String, @Nullable Object> members, @Nullable Instant expiresAt)
      throws TokenException {
    String who = id(members.get(id));
    if (who.isEmpty()) {
      throw new TokenException(Reason.NOBODY);
    }
    String called = members.get(name) instanceof String text ? text : null;
    var claims = new HashMap<String, Object>();
    members.forEach((claim, value) -> {
      if (value != null) {
        claims.put(claim, value);
      }
    });
    return new Principal(who, called, roles(members.get(roles)), claims, expiresAt);
  }

  private static String id(@Nullable Object member) {
    return switch (member) {
      case String text -> text;
      case Long number -> number.toString();
      case BigInteger number -> number.toString();
      case null, default -> "";
    };
  }

  private static Set<String> roles(@Nullable Object member) {
    var all = new HashSet<String>();
    if (member instanceof Collection<?> elements) {
      for (Object element : elements) {
        if (!(element instanceof String role)) {
          return Set.of();
        }
        all.add(role);
      }
    }
    return all;
  }
}
