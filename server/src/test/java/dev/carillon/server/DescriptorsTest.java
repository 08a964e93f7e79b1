package dev.carillon.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {
  @ParameterizedTest
  @CsvSource({
    // limit, open, clients, ops
    "256, 60, 132, 48",
    "1024, 60, 708, 192",
    "1048576, 60, 1047876, 480",
    "64, 60, 1, 12"
  })
  void aPartIsKeptFromClients(long limit, long open, int clients, int ops) {
    assertThat(Descriptors.of(limit, open)).isEqualTo(new Descriptors(limit, clients, ops));
  }

  @ParameterizedTest
  @CsvSource("9223372036854775807, 60")
  void noLimitIsNone(long limit, long open) {
    assertThat(Descriptors.of(limit, open).clients()).isEqualTo(Integer.MAX_VALUE);
  }
}
