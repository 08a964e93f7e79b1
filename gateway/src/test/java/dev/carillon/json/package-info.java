/// Tests of strict JSON.
@NullMarked
package dev.carillon.json;

import org.jspecify.annotations.NullMarked;
