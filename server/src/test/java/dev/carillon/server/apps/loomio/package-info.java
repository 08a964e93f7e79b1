/// Loomio's half of the server: decisions on bytes, then whole connections.
@NullMarked
package dev.carillon.server.apps.loomio;

import org.jspecify.annotations.NullMarked;
