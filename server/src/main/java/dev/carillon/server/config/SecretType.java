package dev.carillon.server.config;

/// A secret: any text, never shown. Immutable.
record SecretType() implements Type<Secret> {
  @Override
  public String documented() {
    return "secret";
  }

  @Override
  public String allowed() {
    return "any text";
  }

  @Override
  public Secret parse(String text) {
    return new Secret(text);
  }
}
