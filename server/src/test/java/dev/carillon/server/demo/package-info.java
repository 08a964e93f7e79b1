/// The demo's page against a real gateway.
@NullMarked
package dev.carillon.server.demo;

import org.jspecify.annotations.NullMarked;
