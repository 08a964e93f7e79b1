/// Curia: a forum with communities and boards, in which nobody hears of what they may not see.
///
/// Entrance: [CuriaApp]. Its contract: `docs/apps/curia.md`.
@NullMarked
package dev.carillon.server.apps.curia;

import org.jspecify.annotations.NullMarked;
