/// The command line; [dev.carillon.server.cli.Main] is the program.
@NullMarked
package dev.carillon.server.cli;

import org.jspecify.annotations.NullMarked;
