package dev.carillon.publisher.curia;

/// A post, as far as events name it. Immutable.
///
/// @param board where it is
/// @param boardName what that is called
public record Post(long id, String title, long board, String boardName) {}
