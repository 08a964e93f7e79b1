/// What tests of the server share.
@NullMarked
package dev.carillon.server.support;

import org.jspecify.annotations.NullMarked;
