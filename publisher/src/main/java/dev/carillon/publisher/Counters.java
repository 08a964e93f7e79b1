package dev.carillon.publisher;

/// What came of everything so far, writes to the store included. Immutable.
///
/// @param published taken by the other side
/// @param failed accepted by this publisher, and then refused, lost or too late
/// @param dropped not even accepted: no room, no link, or closed
public record Counters(long published, long failed, long dropped) {}
