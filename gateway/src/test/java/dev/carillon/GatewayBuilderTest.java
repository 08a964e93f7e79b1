package dev.carillon;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayBuilderTest {

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65})
  void aNumberOfLanesThatCannotBeIsRefusedBeforeAnythingStarts(int lanes) {
    assertThatThrownBy(() -> Gateway.builder().lanes(lanes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lanes: 1 to 64, not " + lanes);
  }
}
