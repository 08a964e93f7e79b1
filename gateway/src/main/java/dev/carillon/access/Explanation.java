package dev.carillon.access;

import org.jspecify.annotations.Nullable;

/// Why somebody may or may not be in a room. Immutable.
///
/// @param decision what the rules say now, asked afresh
/// @param remembered the answer that is in use on this node, which may be older; `null`: none is
public record Explanation(Decision decision, @Nullable Decision remembered) {}
