/// Small things that several parts of the server share: safe log text, waits that end at a stop.
///
/// Start at [dev.carillon.server.support.StopSignal].
@NullMarked
package dev.carillon.server.support;

import org.jspecify.annotations.NullMarked;
