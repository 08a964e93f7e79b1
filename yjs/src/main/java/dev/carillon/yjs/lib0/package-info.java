/// The primitives of the format (lib0): variable-length numbers, strings, bytes and any-values.
@NullMarked
package dev.carillon.yjs.lib0;

import org.jspecify.annotations.NullMarked;
