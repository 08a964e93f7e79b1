/// What Loomio's backend tells: records, notices, who somebody is, bots; and what it is asked about editing.
///
/// [dev.carillon.publisher.loomio.LoomioPublisher] is the way in. The messages are those that Loomio's own channel
/// server takes.
@NullMarked
package dev.carillon.publisher.loomio;

import org.jspecify.annotations.NullMarked;
