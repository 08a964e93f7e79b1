package dev.carillon.presence;

/// A device's place: what a share consists of. Immutable.
record Entry(String room, String user, Device device) {}
