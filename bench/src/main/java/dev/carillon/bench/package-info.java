/// A load generator of our own, and the runner that measures servers with it.
///
/// One thread holds every connection (`Loader`), a second one publishes to Redis (`Publisher`); they
/// meet only in `Progress`. The servers under test are separate processes.
@NullMarked
package dev.carillon.bench;

import org.jspecify.annotations.NullMarked;
