@NullMarked
package dev.carillon.cluster;

import org.jspecify.annotations.NullMarked;
