package dev.carillon.server.apps.eclipse;

/// A message as the web app has saved it. Immutable.
///
/// @param content the text
/// @param role as whom it was said, in capitals
/// @param createdAt when, as the web app wrote it; may be empty
/// @param sender who said it, a JSON object as the web app wrote it
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record SavedMessage(String id, String content, String role, String createdAt, byte[] sender) {}
