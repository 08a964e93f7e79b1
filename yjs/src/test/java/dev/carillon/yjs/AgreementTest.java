package dev.carillon.yjs;

import static dev.carillon.yjs.Hex.hex;
import static dev.carillon.yjs.UpdateFormat.V1;
import static dev.carillon.yjs.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever reads an update gives the same answer as all others that do.
///
/// `yjs/agreement 1-1000000` plays more seeds, `yjs/agreement 17` one.
final class AgreementTest {
  private static final String USUAL = "1-3000";
  private static final DocSettings SETTINGS = DocSettings.DEFAULT.withClientIds(() -> 77);

  @Test
  void damagedUpdatesAreTakenByAllOrByNone() {
    String[] seeds = System.getProperty("yjs.agreement", USUAL).split("-", -1);
    long first = Long.parseLong(seeds[0]);
    long last = Long.parseLong(seeds[seeds.length - 1]);
    int taken = 0;
    for (long seed = first; seed <= last; seed++) {
      for (UpdateFormat format : UpdateFormat.values()) {
        byte[] update = new MutatedUpdates(seed).next(format);
        try {
          taken += Readers.agreeOn(update, format, SETTINGS) ? 1 : 0;
        } catch (AssertionError | RuntimeException e) {
          String which =
              "seed " + seed + " in " + format + " (alone: yjs/agreement " + seed + "): ";
          throw new AssertionError(which + hex(update), e);
        }
      }
    }
    if (last - first >= 100) {
      assertThat(taken).isBetween((int) (last - first) / 4, (int) (last - first) * 7 / 4);
    }
  }

  // The first of each kind was found in the test suites of other implementations.
  @ParameterizedTest
  @CsvSource({
    "AAAF, V1, false", // a byte behind the end
    "AQEBAAQBAXQBYQAA, V1, false", // and behind a struct
    "AAAAAAAAAQAAAAAAAca2jK4EAQIAAAU=, V2, false", // two bytes, which Yjs ignores
    "AAAAAAAAAQAAAAAAAca2jK4EAQIA, V2, true", // the same without
    "AgEBAAQBAXQBYQEBAYQBAAFiAA==, V1, true", // one client in two sections
    "AgEBAYQBAAFiAQEABAEBdAFhAA==, V1, true", // the later one first
    "AgEBAAQBAXQBYQEBAAQBAXQBYQA=, V1, true", // the same twice
    "AgEBAAQBAXQBYQEBAoQBAQFiAA==, V1, true", // with a gap in between
    "AQIBAAEBAXQABAEBdAFhAA==, V1, true", // deleted content without length
    "AQMBAAQBAXQBYYQBAACEAQEBYgA=, V1, false", // an item that names itself
    "AQIBAAQBAXQBYYQBAAAA, V1, true", // text without length
    "AAEBAgABAQE=, V1, true", // ranges that touch
    "AAEBAgABAQA=, V1, true" // a range without length
  })
  void eachKindOfOddUpdateHasOneAnswer(String base64, UpdateFormat format, boolean taken) {
    byte[] update = Base64.getDecoder().decode(base64);

    assertThat(Readers.agreeOn(update, format, SETTINGS)).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({
    "'01 01 01 00 | 84 01 00 01 61 | 00'", // itself, to the left
    "'01 01 01 00 | 44 01 00 01 61 | 00'", // to the right
    "'01 01 01 00 | 04 00 01 00 01 61 | 00'", // as its parent
    "'01 01 01 00 | 84 01 05 01 61 | 00'", // a later one
    "'02 01 01 01 | 84 01 01 01 62 | 01 01 00 | 04 01 01 74 01 61 | 00'" // in the first of two
  })
  void anItemThatNamesItselfOrALaterOneIsRefusedByAll(String text) {
    byte[] update = Hex.bytes(text);

    assertThat(Readers.agreeOn(update, V1, SETTINGS)).isFalse();
    assertThatThrownBy(() -> Updates.mergeUpdates(List.of(update)))
        .isInstanceOfSatisfying(
            UpdateRefusedException.class, e -> assertThat(e.position()).isPositive());
  }

  @Test
  void anItemThatNamesItselfIsRefusedInV2Too() {
    // The left clocks 0: the item at clock 0 of client 1.
    byte[] update =
        Hex.bytes("00 | 00 | 01 41 | 01 00 | 00 | 01 84 | 03 01 61 01 | 00 00 00 | 01 01 00 | 00");
    byte[] good = Updates.convert(Hex.bytes("01 01 01 00 | 84 02 00 01 61 | 00"), V1, V2);

    assertThat(Readers.agreeOn(good, V2, SETTINGS)).isTrue();
    assertThat(Readers.agreeOn(update, V2, SETTINGS)).isFalse();
  }

  @Test
  void oneClientInTwoSectionsIsReadWhole() {
    byte[] twice = Base64.getDecoder().decode("AgEBAAQBAXQBYQEBAYQBAAFiAA==");
    Doc doc = new Doc();
    doc.applyUpdate(twice);

    assertThat(doc.text("t")).hasToString("ab");
    assertThat(Doc.load(twice).text("t")).hasToString("ab");
    assertThat(Updates.stateVector(twice)).isEqualTo(StateVector.of(Map.of(1L, 2)));
    assertThat(doc.contains(twice)).isTrue();
    // As Y.mergeUpdates makes it of the same and nothing: what merge of one must come to.
    String whole = "01020100040101740161840100016200";
    assertThat(hex(Updates.mergeUpdates(List.of(twice)))).isEqualTo(whole);
    assertThat(hex(Doc.load(twice).encodeStateAsUpdate())).isEqualTo(whole);
    assertThat(hex(Updates.diffUpdate(twice, StateVector.EMPTY))).isEqualTo(whole);
    assertThat(hex(Updates.convert(twice, V1, V1))).isEqualTo(whole);
  }

  @Test
  void whatYjsThrowsOnIsNotPassedOn() {
    byte[] update = Base64.getDecoder().decode("AQIBAAEBAXQABAEBdAFhAA==");
    String without = "0101010004010174016100";

    assertThat(hex(Updates.mergeUpdates(List.of(update)))).isEqualTo(without);
    assertThat(hex(Doc.load(update).encodeStateAsUpdate())).isEqualTo(without);
  }

  @Test
  void deleteSetsComeOutAsTheJavadocSays() {
    byte[] update = Base64.getDecoder().decode("AAEBAgABAQE=");

    assertThat(Updates.mergeUpdates(List.of(update))).isEqualTo(update);
    assertThat(hex(Updates.diffUpdate(update, StateVector.EMPTY))).isEqualTo("000101010002");
    assertThat(hex(Updates.mergeUpdates(List.of(update, new byte[2])))).isEqualTo("000101010002");
  }

  @Test
  void updatesInTheOtherFormatAreRefused() {
    for (long seed = 1; seed <= 400; seed++) {
      byte[] v1 = honest(seed);
      byte[] v2 = Updates.convert(v1, V1, V2);
      assertThat(Readers.agreeOn(v2, V1, SETTINGS)).as(hex(v2)).isFalse();
      assertThat(Readers.agreeOn(v1, V2, SETTINGS)).as(hex(v1)).isFalse();
      assertThat(Readers.agreeOn(Arrays.copyOf(v1, v1.length + 1), V1, SETTINGS)).isFalse();
      assertThat(Readers.agreeOn(Arrays.copyOf(v2, v2.length + 1), V2, SETTINGS)).isFalse();
    }
  }

  private static byte[] honest(long seed) {
    Doc doc = Doc.create(SETTINGS);
    for (long next = seed * 1000; ; next++) {
      byte[] update = new MutatedUpdates(next).next(V1);
      try {
        doc.applyUpdate(update);
        return doc.encodeStateAsUpdate();
      } catch (UpdateRefusedException e) {
        assertThat(e.position()).isBetween(0, update.length);
      }
    }
  }
}
