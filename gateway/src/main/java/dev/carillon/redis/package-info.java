/// The broker and the store over Redis: one server, sentinels or a cluster.
///
/// Start at [dev.carillon.redis.RedisLink]. Everything that concerns connections and subscriptions
/// happens on one event loop, the broker's thread, which is why there is hardly a lock in here.
@NullMarked
package dev.carillon.redis;

import org.jspecify.annotations.NullMarked;
