package dev.carillon.memory;

/// Matches text against a glob as Redis does. Immutable.
///
/// `*` stands for any run of characters, `?` for one, `[abc]`, `[a-c]` and `[^a]` for one of a set, and
/// a backslash takes the next character as it is. A set that is not closed ends with the glob.
final class Glob {

  private final String glob;

  /// What comes before the first special character: most texts fail on it already.
  private final String prefix;

  Glob(String glob) {
    this.glob = glob;
    int plain = 0;
    while (plain < glob.length() && "*?[\\".indexOf(glob.charAt(plain)) < 0) {
      plain++;
    }
    this.prefix = glob.substring(0, plain);
  }

  boolean matches(String text) {
    return text.startsWith(prefix) && matches(prefix.length(), text, prefix.length());
  }

  /// Walks on; at a mismatch goes back to the last star only, and lets it take one character more.
  /// So the work is bounded by the product of the lengths, whatever the glob.
  private boolean matches(int from, String text, int start) {
    int g = from;
    int t = start;
    int star = -1;
    int taken = 0;
    while (t < text.length()) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = ++g;
        taken = t;
        continue;
      }
      if (g < glob.length() && matchesOne(g, text.charAt(t))) {
        g = next(g);
        t++;
        continue;
      }
      if (star < 0) {
        return false;
      }
      g = star;
      t = ++taken;
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }

  private boolean matchesOne(int at, char c) {
    return switch (glob.charAt(at)) {
      case '?' -> true;
      case '[' -> inSet(at, c);
      case '\\' -> glob.charAt(escaped(at)) == c;
      default -> glob.charAt(at) == c;
    };
  }

  /// Returns where the character that a backslash protects is; a last backslash protects itself.
  private int escaped(int backslash) {
    return backslash + 1 < glob.length() ? backslash + 1 : backslash;
  }

  private int next(int at) {
    return switch (glob.charAt(at)) {
      case '[' -> setEnd(at);
      case '\\' -> escaped(at) + 1;
      default -> at + 1;
    };
  }

  private int setEnd(int open) {
    int at = open + 1;
    while (at < glob.length() && glob.charAt(at) != ']') {
      at = glob.charAt(at) == '\\' ? escaped(at) + 1 : at + 1;
    }
    return Math.min(at + 1, glob.length());
  }

  private boolean inSet(int open, char c) {
    int at = open + 1;
    boolean negated = at < glob.length() && glob.charAt(at) == '^';
    if (negated) {
      at++;
    }
    boolean found = false;
    while (at < glob.length() && glob.charAt(at) != ']') {
      int member = glob.charAt(at) == '\\' ? escaped(at) : at;
      char low = glob.charAt(member);
      char high = low;
      at = member + 1;
      if (at + 1 < glob.length() && glob.charAt(at) == '-') {
        high = glob.charAt(at + 1);
        at += 2;
      }
      found |= Math.min(low, high) <= c && c <= Math.max(low, high);
    }
    return found != negated;
  }
}
