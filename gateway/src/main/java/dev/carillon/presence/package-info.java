/// Who is in which room, on which devices, on all nodes; signals such as typing; and what backends are
/// told of it. Knows no protocol. [Presence] is the entrance, [Signals] the one for what passes, and
/// [Reports] the one for backends.
@NullMarked
package dev.carillon.presence;

import org.jspecify.annotations.NullMarked;
