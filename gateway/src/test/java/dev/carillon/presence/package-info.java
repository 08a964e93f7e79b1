@NullMarked
package dev.carillon.presence;

import org.jspecify.annotations.NullMarked;
