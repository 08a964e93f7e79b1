/// How log lines look: one line per event, whatever strangers put into it; see
/// [dev.carillon.server.logging.EventConverter].
@NullMarked
package dev.carillon.server.logging;

import org.jspecify.annotations.NullMarked;
