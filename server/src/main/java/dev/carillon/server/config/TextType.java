package dev.carillon.server.config;

import java.util.regex.Pattern;

/// A text of a certain form. Immutable.
///
/// @param allowed the form in words
/// @param form the form as a pattern for the whole text
record TextType(String allowed, Pattern form) implements Type<String> {

  @Override
  public String parse(String text) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException("not of the right form");
    }
    return text;
  }
}
