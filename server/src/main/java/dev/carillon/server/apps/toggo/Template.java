package dev.carillon.server.apps.toggo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with places for a trip and a user. Immutable.
final class Template {
  private static final Pattern PLACE =
      Pattern.compile(
          Pattern.quote(MembershipSettings.TRIP) + "|" + Pattern.quote(MembershipSettings.USER));

  private final String text;

  Template(String text) {
    this.text = text;
  }

  /// Returns the text with both filled in, in one go: what is filled in is not looked at again.
  String filled(String trip, String user) {
    return PLACE
        .matcher(text)
        .replaceAll(place ->
            Matcher.quoteReplacement(place.group().equals(MembershipSettings.TRIP) ? trip : user));
  }
}
