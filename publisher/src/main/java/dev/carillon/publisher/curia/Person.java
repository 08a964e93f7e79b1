package dev.carillon.publisher.curia;

import org.jspecify.annotations.Nullable;

/// Who did something. Immutable.
///
/// @param picture an address; `null`: none
public record Person(String id, String name, @Nullable String picture) {}
