package dev.carillon.server.apps.curia;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of a community. Immutable.
///
/// @param id its id
/// @param name what it is called, or `null`
/// @param shortId its short name in addresses, or `null`
/// @param partners what it lets others hear of it, by their ids
/// @param features what it switches on or off
record Community(
    String id,
    @Nullable String name,
    @Nullable String shortId,
    Map<String, Partner> partners,
    Map<Feature, Boolean> features) {

  Community {
    partners = Map.copyOf(partners);
    features = Map.copyOf(features);
  }

  /// What a community lets a partner hear. Immutable.
  ///
  /// @param events whether it gets copies of events
  /// @param presence whether it sees who is online
  record Partner(boolean events, boolean presence) {}

  /// Returns one of which nothing is known: it has no partners, and switches nothing.
  static Community unknown(String id) {
    return new Community(id, null, null, Map.of(), Map.of());
  }

  /// Returns what it is called in what partners get.
  String nameForPartners() {
    return name == null ? "Partner Community" : name;
  }
}
