/// What hostile bytes may do: be refused, with one exception and in short time, or mean something.
///
/// The inputs under `src/test/resources` run with the other tests. `yjs/fuzz` looks for new ones.
@NullMarked
package dev.carillon.yjs.fuzz;

import org.jspecify.annotations.NullMarked;
