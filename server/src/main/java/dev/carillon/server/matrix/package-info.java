/// Bots on the way out: what a backend publishes on `chatbot/…` is posted to Matrix rooms.
///
/// Start at [dev.carillon.server.matrix.MatrixBots]. A message passes through
/// [dev.carillon.server.matrix.BotReader] (bytes to a checked post), `PostClaims` (which node posts
/// it), `PostQueue` (bounded queues per server) and `MatrixClient` (HTTP with retries).
@NullMarked
package dev.carillon.server.matrix;

import org.jspecify.annotations.NullMarked;
