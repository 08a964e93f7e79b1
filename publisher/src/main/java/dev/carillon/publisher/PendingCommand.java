package dev.carillon.publisher;

import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.concurrent.CompletableFuture;

/// A command that is not answered yet. Immutable, but for what it came to.
///
/// @param size what it counts for
/// @param deadline on the clock of [System#nanoTime()]
record PendingCommand(
    CommandType type,
    CommandArgs<String, byte[]> arguments,
    long size,
    long deadline,
    CompletableFuture<Void> done) {}
