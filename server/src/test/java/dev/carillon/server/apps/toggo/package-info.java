@NullMarked
package dev.carillon.server.apps.toggo;

import org.jspecify.annotations.NullMarked;
