package dev.carillon.server.apps.toggo.feed;

import java.time.Instant;

/// Something that happened on a trip. Immutable.
///
/// The texts are for decisions; what clients get is [#json()]. A text that the event lacks is empty.
///
/// @param id the event's id
/// @param topic what happened, such as `comment.created`; never empty
/// @param tripId the trip it belongs to; never empty
/// @param entityId what it happened to
/// @param actorId who did it
/// @param timestamp when; the start of the year 1 if the event does not say
/// @param json the event as clients get it: the eight members of the contract and no others, each
///     value as it was published. Treat it as read-only
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record TripEvent(
    String id,
    String topic,
    String tripId,
    String entityId,
    String actorId,
    Instant timestamp,
    byte[] json) {}
