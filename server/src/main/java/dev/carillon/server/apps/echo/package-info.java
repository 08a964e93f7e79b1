/// Echo: what clients send comes back, so that protocol conformance can be tested from outside.
@NullMarked
package dev.carillon.server.apps.echo;

import org.jspecify.annotations.NullMarked;
