@NullMarked
package dev.carillon.server.ops;

import org.jspecify.annotations.NullMarked;
