/// Tests of Curia, on real sockets, on both brokers.
@NullMarked
package dev.carillon.server.apps.curia;

import org.jspecify.annotations.NullMarked;
