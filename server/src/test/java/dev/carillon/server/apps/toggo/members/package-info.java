/// Tests of who is on a trip.
@NullMarked
package dev.carillon.server.apps.toggo.members;

import org.jspecify.annotations.NullMarked;
