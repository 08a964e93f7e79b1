/// Tests of what keeps documents.
@NullMarked
package dev.carillon.collab.storage;

import org.jspecify.annotations.NullMarked;
