/// Tests of Engine.IO, clause by clause, on real sockets.
@NullMarked
package dev.carillon.engineio;

import org.jspecify.annotations.NullMarked;
