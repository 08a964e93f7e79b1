@NullMarked
package dev.carillon.publisher.eclipse;

import org.jspecify.annotations.NullMarked;
