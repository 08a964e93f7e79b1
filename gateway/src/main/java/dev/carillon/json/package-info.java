/// Untrusted JSON: read strictly as a stream, within limits, so that its bytes can be relayed as they
/// are.
@NullMarked
package dev.carillon.json;

import org.jspecify.annotations.NullMarked;
