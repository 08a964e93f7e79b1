/// What operators and backends talk to: health, metrics and the publish API, on a port of their own.
///
/// [dev.carillon.server.ops.OpsServer] is the way in; it is built from plain settings and the
/// contracts of `dev.carillon.core`.
@NullMarked
package dev.carillon.server.ops;

import org.jspecify.annotations.NullMarked;
