@NullMarked
package dev.carillon.publisher.toggo;

import org.jspecify.annotations.NullMarked;
