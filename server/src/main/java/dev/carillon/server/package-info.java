/// The product: command line, configuration, apps, publish API and operations.
@NullMarked
package dev.carillon.server;

import org.jspecify.annotations.NullMarked;
