package dev.carillon.interop;

import static org.assertj.core.api.Assertions.fail;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/// What became of one JavaScript test.
///
/// @param name the names of its groups and its own
/// @param passed whether it passed; true also when it was skipped
/// @param skipped why it was skipped, if it was
/// @param error the failure with its stack, if it failed
record Outcome(String name, boolean passed, @Nullable String skipped, @Nullable String error) {

  /// Returns a test that ends in the same way.
  DynamicTest asTest() {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Assumptions.assumeTrue(skipped == null, skipped);
          if (!passed) {
            fail(error == null ? "failed without a reason" : error);
          }
        });
  }
}
