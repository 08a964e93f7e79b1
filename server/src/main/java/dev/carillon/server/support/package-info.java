/// Small things that several parts of the server share: quiet logs, waits that end at a stop.
///
/// Start at [dev.carillon.server.support.LogLimit].
@NullMarked
package dev.carillon.server.support;

import org.jspecify.annotations.NullMarked;
