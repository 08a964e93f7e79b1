/// Yjs documents: hold them, apply updates to them, merge, edit and encode them.
///
/// Compatible with the encoding and the results of `yjs` 13. Start at `Doc`.
@NullMarked
package dev.carillon.yjs;

import org.jspecify.annotations.NullMarked;
