package dev.sheetbend.websocket.benchmarks.server.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;

/** Sends every message back, and what came in one read in one write. Of one channel. */
final class EchoHandler extends ChannelInboundHandlerAdapter {
    private final String broadcastPath;
    private final ChannelGroup everybody;

    EchoHandler(String broadcastPath, ChannelGroup everybody) {
        this.broadcastPath = broadcastPath;
        this.everybody = everybody;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof HandshakeComplete handshake
                && handshake.requestUri().equals(broadcastPath)) {
            everybody.add(context.channel());
            context.pipeline().replace(this, null, new BroadcastHandler(everybody));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        context.write(frame, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    /** A peer that does not read is not read from. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println("A connection failed: " + cause);
        context.close();
    }
}
