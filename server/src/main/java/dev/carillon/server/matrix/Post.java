package dev.carillon.server.matrix;

/// One message for one Matrix room. Immutable; its text form holds neither token nor content.
///
/// @param server the checked server URL, without a slash at its end
/// @param token the access token: a secret
/// @param room a room id (`!…`) or a room alias (`#…`)
/// @param content the event content, as JSON text
record Post(String server, String token, String room, String content) {
  @Override
  public String toString() {
    return "Post[" + server + "]";
  }
}
