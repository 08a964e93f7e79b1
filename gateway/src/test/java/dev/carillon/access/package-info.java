/// Permissions, revocations and rate limits, on real sockets and both brokers.
@NullMarked
package dev.carillon.access;

import org.jspecify.annotations.NullMarked;
