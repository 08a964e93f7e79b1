package dev.carillon.presence;

/// Something that a user does in a room for a moment, such as typing. Immutable.
///
/// @param room the room
/// @param user the user
/// @param sender the connection that it comes from; two tabs that type are two signals
/// @param origin which node it came in by, in a name that means nothing else
/// @param kind what it is, such as `typing`
/// @param data what the app says of it, in the app's own words
public record Signal(
    String room, String user, String sender, String origin, String kind, String data) {}
