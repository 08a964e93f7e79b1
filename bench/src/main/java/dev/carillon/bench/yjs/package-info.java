/// Measures Carillon's Yjs documents beside Yjs itself on Node.js. Started by `bench/yjs`.
@NullMarked
package dev.carillon.bench.yjs;

import org.jspecify.annotations.NullMarked;
