/// Collaborative editing: documents that several clients edit at once, over the protocol of Hocuspocus
/// and over that of y-websocket, on the Yjs core.
///
/// [Documents][dev.carillon.collab.Documents] holds what is open on this node;
/// [HocuspocusEndpoint][dev.carillon.collab.HocuspocusEndpoint] and
/// [YWebSocketEndpoint][dev.carillon.collab.YWebSocketEndpoint] are the doors. Who may come in, and what
/// happens on the way, is told by [DocumentHooks][dev.carillon.collab.DocumentHooks].
///
/// **The way of an edit.** A frame is taken apart in the lane of its connection: address and type, no
/// more. What it says goes into the inbox of the document, which one virtual thread at a time works off:
/// there the update is applied, told to everybody in the room, and handed to what stores it. So a document
/// needs no lock, and whoever floods one document stalls that document alone.
@NullMarked
package dev.carillon.collab;

import org.jspecify.annotations.NullMarked;
