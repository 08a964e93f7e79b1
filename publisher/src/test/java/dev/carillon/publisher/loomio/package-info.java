@NullMarked
package dev.carillon.publisher.loomio;

import org.jspecify.annotations.NullMarked;
