/// The awareness protocol: who is there, and where their cursors are. Knows no document.
@NullMarked
package dev.carillon.yjs.awareness;

import org.jspecify.annotations.NullMarked;
