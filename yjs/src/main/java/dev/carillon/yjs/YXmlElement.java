package dev.carillon.yjs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A shared XML element: attributes, and a list of nodes.
///
/// Threads: as [YType].
public final class YXmlElement extends YXmlFragment {
  private final String nodeName;

  YXmlElement(Place place, String nodeName) {
    super(place);
    this.nodeName = nodeName;
  }

  /// Returns the name of the element.
  public String nodeName() {
    return nodeName;
  }

  /// Returns the value of an attribute; `null` also when there is none.
  public @Nullable Object getAttribute(String key) {
    return Maps.get(doc(), branch(), key);
  }

  /// Returns all attributes.
  public Map<String, @Nullable Object> attributes() {
    return Maps.toMap(doc(), branch());
  }

  /// Sets an attribute.
  ///
  /// @throws IllegalArgumentException if it is no value that Yjs has
  public void setAttribute(String key, @Nullable Object value) {
    Content content = Contents.of(value, limits());
    edit(editor -> editor.set(branch(), Names.check(key), content));
  }

  /// Takes an attribute away, if it is there.
  public void removeAttribute(String key) {
    edit(editor -> Maps.delete(editor, branch(), key));
  }
}
