/// What Toggo's backend tells: events of trips, on `trip:{id}`.
///
/// [dev.carillon.publisher.toggo.TripPublisher] is the way in. The messages are those that Toggo's own gateway takes.
@NullMarked
package dev.carillon.publisher.toggo;

import org.jspecify.annotations.NullMarked;
