package dev.carillon.yjs;

import static dev.carillon.yjs.lib0.UpdateRefusedException.malformed;

import org.jspecify.annotations.Nullable;

/// A shared type within a document.
final class ContentType extends Content {
  static final int ARRAY = 0;
  static final int MAP = 1;
  static final int TEXT = 2;
  static final int XML_ELEMENT = 3;
  static final int XML_FRAGMENT = 4;
  static final int XML_HOOK = 5;
  static final int XML_TEXT = 6;

  private final int typeRef;
  private final @Nullable String name;
  private @Nullable Branch branch;

  /// Makes the content of a new type.
  ///
  /// @param name the node name of an XML element, the name of an XML hook; no other has any
  ContentType(int typeRef, @Nullable String name) {
    this.typeRef = typeRef;
    this.name = name;
  }

  static ContentType read(UpdateReader in) {
    int typeRef = in.typeRef();
    return switch (typeRef) {
      case ARRAY, MAP, TEXT, XML_FRAGMENT, XML_TEXT -> new ContentType(typeRef, null);
      case XML_ELEMENT, XML_HOOK -> new ContentType(typeRef, in.key());
      default -> throw malformed(in.rest.position(), "a shared type of an unknown kind");
    };
  }

  int typeRef() {
    return typeRef;
  }

  @Nullable String name() {
    return name;
  }

  /// Whether it is a node of XML.
  boolean isXml() {
    return typeRef == XML_ELEMENT
        || typeRef == XML_FRAGMENT
        || typeRef == XML_HOOK
        || typeRef == XML_TEXT;
  }

  /// Returns what lies in the type; part of the graph once this is integrated.
  Branch branch() {
    Branch known = branch;
    if (known == null) {
      known = new Branch(null);
      branch = known;
    }
    return known;
  }

  @Override
  int length() {
    return 1;
  }

  @Override
  boolean isCountable() {
    return true;
  }

  @Override
  int weight() {
    return name == null ? 0 : name.length();
  }

  @Override
  int ref() {
    return TYPE;
  }

  @Override
  void write(UpdateWriter out, int offset) {
    out.typeRef(typeRef);
    if (name != null) {
      out.key(name);
    }
  }
}
