/// Where documents are kept: the contract, in memory, in a folder, and in a database.
@NullMarked
package dev.carillon.collab.storage;

import org.jspecify.annotations.NullMarked;
