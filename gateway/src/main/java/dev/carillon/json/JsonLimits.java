package dev.carillon.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// How large a JSON text may be. Immutable.
///
/// @param maxBytes the longest text, in bytes; texts and names in it are not bounded otherwise
/// @param maxDepth how deep arrays and objects may be nested, the outermost included; more serves nobody
///     but an attacker on the stack (CWE-674)
/// @param maxNumber how many characters a number may have. It matters to those who convert numbers, as
///     arithmetic on long ones is a way to burn time (CWE-407)
public record JsonLimits(int maxBytes, int maxDepth, int maxNumber) {

  /// Limits for those who convert no number, or have checked its length.
  public JsonLimits(int maxBytes, int maxDepth) {
    this(maxBytes, maxDepth, maxBytes);
  }

  /// Returns what makes parsers within these limits, and generators: the one set-up of Jackson.
  ///
  /// Its parsers take UTF-8 only (RFC 8259 §8.1). The length of the whole they do not check, and whether
  /// bytes are well-formed UTF-8 not everywhere; [StrictJson] does. Half a surrogate pair is written as an
  /// escape, never as broken UTF-8, and nothing between two values.
  public JsonFactory factory() {
    int part = Math.max(maxBytes, 1); // no part may be refused before the whole
    return JsonFactory.builder()
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
        .rootValueSeparator((String) null)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxNumberLength(Math.max(maxNumber, 1))
                .maxStringLength(part)
                .maxNameLength(part)
                .build())
        .build();
  }
}
