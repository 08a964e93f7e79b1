/// Small programs on the gateway's public API. Start at [dev.carillon.examples.Chat].
@NullMarked
package dev.carillon.examples;

import org.jspecify.annotations.NullMarked;
