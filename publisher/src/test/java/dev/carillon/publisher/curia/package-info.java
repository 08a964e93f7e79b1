@NullMarked
package dev.carillon.publisher.curia;

import org.jspecify.annotations.NullMarked;
