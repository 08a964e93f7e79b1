/// What Eclipse's web app tells: events of chats, on `chat:{id}`, and tokens for those who come in.
///
/// [dev.carillon.publisher.eclipse.ChatPublisher] and [dev.carillon.publisher.eclipse.ChatTokens] are the ways in.
/// The messages are those that Eclipse's own WebSocket server takes.
@NullMarked
package dev.carillon.publisher.eclipse;

import org.jspecify.annotations.NullMarked;
