/// The bots against a Matrix server that the test plays.
@NullMarked
package dev.carillon.server.matrix;

import org.jspecify.annotations.NullMarked;
