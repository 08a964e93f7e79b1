@NullMarked
package dev.carillon.server.cli;

import org.jspecify.annotations.NullMarked;
