package dev.carillon.server.matrix;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/// Turns HTML into the plain text that clients without HTML show.
///
/// Blocks and `<br>` break the line, list items begin with `* `, a link is followed by its address
/// in brackets unless that is its text, an image is its `alt`; scripts and styles are left out.
final class PlainText {
  private static final Set<String> SILENT = Set.of("script", "style", "template", "noscript");

  private PlainText() {}

  static String of(String html) {
    Writer writer = new Writer();
    Jsoup.parseBodyFragment(html).body().traverse(writer);
    return writer.out.toString().strip();
  }

  private static final class Writer implements NodeVisitor {
    private final StringBuilder out = new StringBuilder();

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode text) {
        append(text.text());
      } else if (node instanceof Element element) {
        switch (element.normalName()) {
          case "br" -> out.append('\n');
          case "li" -> {
            breakLine();
            out.append("* ");
          }
          case "img" -> append(element.attr("alt"));
          default -> {
            if (breaks(element)) {
              breakLine();
            }
          }
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (!(node instanceof Element element)) {
        return;
      }
      if (element.normalName().equals("a")) {
        String address = element.attr("href").strip();
        if (!address.isEmpty() && !address.startsWith("#") && !address.equals(element.text())) {
          out.append(" [").append(address).append(']');
        }
      } else if (breaks(element)) {
        breakLine();
      } else if (element.normalName().equals("td") || element.normalName().equals("th")) {
        out.append(' ');
      }
    }

    /// Scripts and styles count as blocks, but show nothing.
    private static boolean breaks(Element element) {
      return element.isBlock() && !SILENT.contains(element.normalName());
    }

    private void append(String text) {
      boolean atStart = out.isEmpty() || Character.isWhitespace(out.charAt(out.length() - 1));
      out.append(atStart ? text.stripLeading() : text);
    }

    private void breakLine() {
      int end = out.length();
      while (end > 0 && out.charAt(end - 1) == ' ') {
        end--;
      }
      out.setLength(end);
      if (end > 0 && out.charAt(end - 1) != '\n') {
        out.append('\n');
      }
    }
  }
}
