package dev.carillon.server.config;

import java.util.regex.Pattern;

/// A text of a certain form. Immutable.
///
/// @param name its name in the documentation
/// @param allowed the form in words
/// @param form the form as a pattern for the whole text
record TextType(String name, String allowed, Pattern form) implements Type<String> {

  static TextType of(String name, String allowed, String form) {
    return new TextType(name, allowed, Pattern.compile(form));
  }

  @Override
  public String parse(String text) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException("not of the right form");
    }
    return text;
  }
}
