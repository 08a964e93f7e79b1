/// Who is on a trip: asked of the backend or of the store, and remembered for a while.
///
/// Start at [dev.carillon.server.apps.toggo.members.Members].
@NullMarked
package dev.carillon.server.apps.toggo.members;

import org.jspecify.annotations.NullMarked;
