@NullMarked
package dev.carillon.publisher;

import org.jspecify.annotations.NullMarked;
