package dev.carillon.server.config;

import java.util.regex.Pattern;

/// Forms of texts that many keys share.
final class Types {
  static final Type<String> BIND = text("an IP address or a host name", "[A-Za-z0-9.:_%-]+");
  static final Type<String> PATH = text("a path such as /socket.io/", "/[\\x21-\\x7e&&[^?#%]]*");

  private Types() {}

  private static Type<String> text(String allowed, String form) {
    return Type.text(allowed, Pattern.compile(form));
  }
}
