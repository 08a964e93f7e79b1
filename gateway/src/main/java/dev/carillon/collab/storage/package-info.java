/// Where documents are kept: the contract, one in memory, and one in a folder.
@NullMarked
package dev.carillon.collab.storage;

import org.jspecify.annotations.NullMarked;
