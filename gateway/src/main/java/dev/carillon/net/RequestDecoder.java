package dev.carillon.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/// Parses HTTP/1.1 requests, within limits. Confined to its lane.
final class RequestDecoder extends HttpRequestDecoder {
  // Tokens may be in the request target, so it gets more room than usual.
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final HttpDecoderConfig CONFIG =
      new HttpDecoderConfig()
          .setMaxInitialLineLength(MAX_LINE_BYTES)
          .setMaxHeaderSize(MAX_HEADER_BYTES)
          .setInitialBufferSize(256)
          .setValidateHeaders(true)
          .setStrictLineParsing(true)
          .setUseRfc9112TransferEncoding(true)
          .setAllowDuplicateContentLengths(false);

  private final HttpConnection connection;

  RequestDecoder(HttpConnection connection) {
    super(CONFIG);
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
    connection.onBytes();
    super.channelRead(ctx, msg);
  }

  /// Refuses what two parsers could read in two ways (RFC 9112 §6.3: request smuggling).
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
  }
}
