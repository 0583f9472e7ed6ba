package dev.sheetbend.websocket.benchmarks.server.netty;

import dev.sheetbend.websocket.benchmarks.server.EmbeddedServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import io.netty.util.Version;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;

/** Netty over NIO with pooled buffers; echoes messages on every path but one, on which it sends texts to all. */
public final class NettyServer implements EmbeddedServer {
    private static final int LONGEST_REQUEST = 64 * 1024;

    private final int limit;
    private final String broadcastPath;
    private final ChannelGroup everybody = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /**
     * @param limit bytes of the longest message
     * @param broadcastPath on which each text goes to all who are connected there
     */
    public NettyServer(int limit, String broadcastPath) {
        this.limit = limit;
        this.broadcastPath = broadcastPath;
    }

    @Override
    public int start() throws InterruptedException {
        EventLoopGroup acceptor = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        EventLoopGroup workers = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        Channel listener = new ServerBootstrap()
                .group(acceptor, workers)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        fill(channel.pipeline());
                    }
                })
                .bind(HOST, 0)
                .sync()
                .channel();
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public String version() {
        return "Netty/" + Version.identify().get("netty-codec-http").artifactVersion();
    }

    private void fill(ChannelPipeline pipeline) {
        WebSocketServerProtocolConfig protocol = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .checkStartsWith(true)
                .decoderConfig(WebSocketDecoderConfig.newBuilder()
                        .allowExtensions(true)
                        .maxFramePayloadLength(limit)
                        .build())
                .build();
        pipeline.addLast(
                new HttpServerCodec(),
                new HttpObjectAggregator(LONGEST_REQUEST),
                new WebSocketServerCompressionHandler(limit),
                new WebSocketServerProtocolHandler(protocol),
                // Whole messages, as every other server echoes them.
                new WebSocketFrameAggregator(limit),
                new EchoHandler(broadcastPath, everybody));
    }
}
