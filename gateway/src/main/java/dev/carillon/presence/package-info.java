/// Who is in which room, on which devices, on all nodes. Knows no protocol. [Presence] is the entrance.
@NullMarked
package dev.carillon.presence;

import org.jspecify.annotations.NullMarked;
