package dev.carillon.socketio;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/// Lets [Json] and [Arguments] stand anywhere inside a value that is encoded.
final class RawSerializers {
  private RawSerializers() {}

  static final class OfJson extends StdSerializer<Json> {
    OfJson() {
      super(Json.class);
    }

    @Override
    public void serialize(Json json, JsonGenerator out, SerializationContext context) {
      out.writeRawValue(json.toString());
    }
  }

  static final class OfArguments extends StdSerializer<Arguments> {
    OfArguments() {
      super(Arguments.class);
    }

    @Override
    public void serialize(Arguments arguments, JsonGenerator out, SerializationContext context) {
      out.writeStartArray();
      for (int i = 0; i < arguments.size(); i++) {
        context.writeValue(out, arguments.get(i));
      }
      out.writeEndArray();
    }
  }
}
