package dev.carillon.collab;

import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.WebSocket;
import dev.carillon.yjs.lib0.Decoder;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One WebSocket of a Hocuspocus provider: finds the document that a frame is about.
///
/// Tokens and goodbyes are dealt with here; all else is for the document.
final class HocuspocusConnection extends CollabConnection {
  /// A pong of version 4, which is one byte and no frame. Its server never asks for one.
  private static final byte[] PONG = {10};

  /// What the document is told as the reason of an end that the client asked for.
  private static final String BY_PROVIDER = "provider_initiated";

  private final Map<String, Participant> participants = new HashMap<>();

  HocuspocusConnection(CollabEndpoint endpoint, WebSocket socket, HttpRequestHead handshake) {
    super(endpoint, socket, handshake);
  }

  @Override
  void hear(byte[] frame) {
    if (Arrays.equals(frame, PONG)) {
      return;
    }
    Decoder in = new Decoder(frame);
    String address;
    try {
      address = Wire.readAddress(in);
    } catch (UpdateRefusedException e) {
      bad("address");
      close(HocuspocusEndpoint.UNAUTHORIZED);
      return;
    }
    try {
      hear(address, in);
    } catch (UpdateRefusedException e) {
      bad("malformed");
      close(HocuspocusEndpoint.RESET);
    }
  }

  private void hear(String address, Decoder in) {
    int at = in.position();
    int type = Wire.readType(in);
    Participant participant = participant(address);
    if (type == Wire.AUTH) {
      in.readVarUint(); // whatever it says: what comes from a client is a token
      String token = in.readString();
      String version = in.remaining() > 0 ? in.readString() : null;
      Participant shows = participant == null ? newParticipant(address) : participant;
      if (shows != null) {
        shows.show(token, version);
      }
      return;
    }
    if (type == Wire.CLOSE) {
      if (participant != null) {
        participant.close(BY_PROVIDER);
      }
      return;
    }
    Participant hears = participant == null ? newParticipant(address) : participant;
    if (hears != null && !hears.hear(new Participant.Frame(in.array(), at))) {
      bad("queue");
      close(HocuspocusEndpoint.RESET);
    }
  }

  /// Finds who a frame is from: by its address as it is, or by the bare name.
  private @Nullable Participant participant(String address) {
    Participant found = participants.get(address);
    return found == null ? participants.get(Wire.document(address)) : found;
  }

  /// Makes one that is not let in yet; what it says waits for its token.
  private @Nullable Participant newParticipant(String address) {
    if (participants.size() >= endpoint().settings().maxDocuments) {
      bad("documents");
      close(HocuspocusEndpoint.RESET);
      return null;
    }
    var made =
        new Participant(
            endpoint().documents().newId(),
            endpoint().documents(),
            socket(),
            inflow(),
            this,
            Wire.document(address),
            address,
            handshake());
    participants.put(address, made);
    return made;
  }

  private void bad(String reason) {
    endpoint().instruments().badInput(endpoint().name(), "client", reason);
  }

  @Override
  public void onLeft(Participant participant) {
    participants.values().remove(participant);
  }

  @Override
  void leaveDocuments() {
    List.copyOf(participants.values()).forEach(Participant::leave);
  }

  @Override
  public void onWritable() {
    participants.values().forEach(Participant::onWritable);
  }
}
