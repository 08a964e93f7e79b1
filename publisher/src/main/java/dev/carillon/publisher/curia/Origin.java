package dev.carillon.publisher.curia;

import dev.carillon.publisher.JsonObject;
import org.jspecify.annotations.Nullable;

/// Where an event comes from, so that browsers can lead there. Immutable.
///
/// @param communityId whose members hear of it
/// @param communityShortId in addresses; `null`: not told
/// @param pluginId `null`: not told
public record Origin(
    String communityId, @Nullable String communityShortId, @Nullable String pluginId) {

  JsonObject addTo(JsonObject payload) {
    return payload
        .put("communityId", communityId)
        .putIfPresent("communityShortId", communityShortId)
        .putIfPresent("pluginId", pluginId);
  }
}
