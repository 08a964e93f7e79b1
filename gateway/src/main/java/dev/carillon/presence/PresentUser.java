package dev.carillon.presence;

import java.util.List;

/// A user in a room. Immutable.
///
/// @param id the user's id
/// @param devices at least one, in the order in which this node heard of them
public record PresentUser(String id, List<Device> devices) {

  public PresentUser {
    devices = List.copyOf(devices);
  }
}
