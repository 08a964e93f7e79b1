@NullMarked
package dev.carillon.server.logging;

import org.jspecify.annotations.NullMarked;
