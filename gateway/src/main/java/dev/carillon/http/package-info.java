/// Calls to other people's HTTP services: backends, web apps, key sets.
///
/// Start at [dev.carillon.http.HttpCalls].
@NullMarked
package dev.carillon.http;

import org.jspecify.annotations.NullMarked;
