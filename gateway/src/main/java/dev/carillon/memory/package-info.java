/// The broker and the store of a single process: nothing to install, nothing kept on disk.
///
/// Start at [dev.carillon.memory.MemoryBroker] and [dev.carillon.memory.MemoryStore].
@NullMarked
package dev.carillon.memory;

import org.jspecify.annotations.NullMarked;
