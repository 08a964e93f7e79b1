package dev.carillon.publisher.eclipse;

import dev.carillon.publisher.JsonObject;
import org.jspecify.annotations.Nullable;

/// Who wrote a message. Immutable.
///
/// @param email `null`: not known
/// @param avatar the address of a picture; `null`: none
public record Sender(String id, String name, @Nullable String email, @Nullable String avatar) {
  /// A customer who is not logged in.
  public static final Sender CUSTOMER = new Sender("anonymous", "Customer", null, null);

  JsonObject json() {
    return new JsonObject()
        .put("id", id)
        .put("name", name)
        .put("email", email)
        .put("avatar", avatar);
  }
}
