@NullMarked
package dev.carillon.server.apps.echo;

import org.jspecify.annotations.NullMarked;
