/// Tests of collaborative editing, in bytes.
@NullMarked
package dev.carillon.collab;

import org.jspecify.annotations.NullMarked;
