@NullMarked
package dev.carillon.server.apps.eclipse;

import org.jspecify.annotations.NullMarked;
