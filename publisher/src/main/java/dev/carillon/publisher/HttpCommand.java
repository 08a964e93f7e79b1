package dev.carillon.publisher;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A command that is not answered yet. Immutable, but for what it came to.
///
/// @param words its name and arguments
/// @param size what it counts for
/// @param deadline on the clock of [System#nanoTime()]
record HttpCommand(List<String> words, long size, long deadline, CompletableFuture<Void> done) {}
