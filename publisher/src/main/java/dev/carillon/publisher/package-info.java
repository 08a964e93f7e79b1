/// The backend's half: publishes to a gateway, over Redis or over HTTP, and never makes its caller wait.
///
/// [dev.carillon.publisher.Publisher] is the contract; [dev.carillon.publisher.RedisPublisher],
/// [dev.carillon.publisher.HttpPublisher] and [dev.carillon.publisher.UpstashPublisher] are what it can be, and a
/// program with a gateway in it passes `gateway::publish`. What the four systems publish is in a package for each.
@NullMarked
package dev.carillon.publisher;

import org.jspecify.annotations.NullMarked;
