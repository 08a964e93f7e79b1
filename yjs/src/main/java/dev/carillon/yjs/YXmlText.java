package dev.carillon.yjs;

/// A shared text in XML, where a format stands for an element around a part of it.
///
/// Threads: as [YType].
public final class YXmlText extends YText {
  YXmlText(Place place) {
    super(place);
  }

  /// Returns the text as XML, as Yjs writes it: for people to read, as nothing is escaped.
  @Override
  public String toString() {
    return Xml.toString(this);
  }
}
