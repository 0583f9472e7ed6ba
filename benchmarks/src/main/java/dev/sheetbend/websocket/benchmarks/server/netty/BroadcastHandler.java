package dev.sheetbend.websocket.benchmarks.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatchers;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/** Sends every text to all channels: makes one frame, of which each channel gets a view. Of one channel. */
final class BroadcastHandler extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private static final int FINAL_TEXT = 0x81;
    private static final int LONGEST_HEADER = 10;
    private static final int LONGEST_IN_HEADER = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int LONGEST_IN_TWO_BYTES = 0xFFFF;

    private final ChannelGroup everybody;

    BroadcastHandler(ChannelGroup everybody) {
        this.everybody = everybody;
    }

    /** What is no WebSocketFrame passes Netty's encoders untouched; a frame without RSV1 is right with compression too. */
    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame text) {
        // The group gives each channel a retained duplicate, and releases this one.
        everybody.writeAndFlush(framed(context, text.content()), ChannelMatchers.all(), true);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println("A connection failed: " + cause);
        context.close();
    }

    /** RFC 6455, 5.2. */
    private static ByteBuf framed(ChannelHandlerContext context, ByteBuf payload) {
        int length = payload.readableBytes();
        ByteBuf frame = context.alloc().directBuffer(LONGEST_HEADER + length).writeByte(FINAL_TEXT);
        if (length <= LONGEST_IN_HEADER) {
            frame.writeByte(length);
        } else if (length <= LONGEST_IN_TWO_BYTES) {
            frame.writeByte(TWO_BYTES).writeShort(length);
        } else {
            frame.writeByte(EIGHT_BYTES).writeLong(length);
        }
        return frame.writeBytes(payload);
    }
}
