/// Where documents are kept: the contract, and one that keeps them in memory.
@NullMarked
package dev.carillon.collab.storage;

import org.jspecify.annotations.NullMarked;
