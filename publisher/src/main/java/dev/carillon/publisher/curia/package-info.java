/// What Curia's web app tells: events of the forum, and who may see which board.
///
/// [dev.carillon.publisher.curia.ForumPublisher] publishes what [dev.carillon.publisher.curia.PostEvents],
/// [dev.carillon.publisher.curia.BoardEvents], [dev.carillon.publisher.curia.PartnershipEvents] and
/// [dev.carillon.publisher.curia.LockEvents] make; [dev.carillon.publisher.curia.ForumRecords] writes the records
/// that the gateway looks up. Payloads are those that Curia's own server relays.
@NullMarked
package dev.carillon.publisher.curia;

import org.jspecify.annotations.NullMarked;
