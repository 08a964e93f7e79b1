/// Tests of the hub: rooms, lanes, batches, timers and history.
@NullMarked
package dev.carillon.core;

import org.jspecify.annotations.NullMarked;
