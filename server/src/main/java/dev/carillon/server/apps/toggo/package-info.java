/// Toggo: what happens on trips, in batches over a bare WebSocket.
///
/// Start at [dev.carillon.server.apps.toggo.ToggoApp].
@NullMarked
package dev.carillon.server.apps.toggo;

import org.jspecify.annotations.NullMarked;
