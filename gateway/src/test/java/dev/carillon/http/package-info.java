/// Calls to a service that is right, slow, hostile or gone.
@NullMarked
package dev.carillon.http;

import org.jspecify.annotations.NullMarked;
