package dev.carillon.yjs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A shared list of XML nodes: [YXmlElement], [YXmlText], [YXmlHook].
///
/// Threads: as [YType].
public sealed class YXmlFragment extends YType permits YXmlElement {
  YXmlFragment(Place place) {
    super(place);
  }

  /// Returns the number of nodes.
  public final int length() {
    return branch().length;
  }

  /// Returns a node.
  ///
  /// @throws IndexOutOfBoundsException if there is no such index
  public final @Nullable Object get(int index) {
    return Lists.get(doc(), branch(), index);
  }

  /// Returns all nodes.
  public final List<@Nullable Object> toList() {
    return Lists.toList(doc(), branch());
  }

  /// Returns the nodes as XML, as Yjs writes it: for people to read, as nothing is escaped.
  @Override
  public String toString() {
    return Xml.toString(this);
  }

  @Override
  public final String toJson() {
    return toString();
  }

  /// Inserts an empty element and returns it.
  ///
  /// @throws IndexOutOfBoundsException if `index` is below 0 or above the length
  public final YXmlElement insertElement(int index, String nodeName) {
    var content = new ContentType(ContentType.XML_ELEMENT, Names.check(nodeName));
    return (YXmlElement) Lists.insertType(this, index, content);
  }

  /// Inserts an empty text and returns it.
  ///
  /// @throws IndexOutOfBoundsException if `index` is below 0 or above the length
  public final YXmlText insertText(int index) {
    var content = new ContentType(ContentType.XML_TEXT, null);
    return (YXmlText) Lists.insertType(this, index, content);
  }

  /// Deletes nodes.
  ///
  /// @throws IndexOutOfBoundsException if there are not so many
  public final void delete(int index, int length) {
    edit(editor -> Lists.delete(editor, branch(), index, length));
  }
}
