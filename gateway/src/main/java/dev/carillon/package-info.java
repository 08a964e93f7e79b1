/// The composition root: [dev.carillon.Gateway] is where an embedder starts.
@NullMarked
package dev.carillon;

import org.jspecify.annotations.NullMarked;
