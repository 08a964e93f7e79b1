/// Toggo's activity feed: what happened on a trip while a member was away, kept in the store.
///
/// Start at [dev.carillon.server.apps.toggo.feed.ToggoFeed]. `FeedWriter` writes each event once for all
/// nodes, `FeedResource` answers members.
@NullMarked
package dev.carillon.server.apps.toggo.feed;

import org.jspecify.annotations.NullMarked;
