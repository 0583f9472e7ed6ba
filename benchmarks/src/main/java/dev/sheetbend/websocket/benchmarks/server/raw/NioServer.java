package dev.sheetbend.websocket.benchmarks.server.raw;

import dev.sheetbend.websocket.benchmarks.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The least that a server in Java can do: one thread, one selector, the echo of bytes on every path but one, on which it
 * sends them to all.
 */
public final class NioServer implements EmbeddedServer {
    private static final int BACKLOG = 1024;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Buffers.SIZE);
    private final NioBroadcast broadcast;

    /** @param broadcastPath on which what one sends goes to all who are connected there */
    public NioServer(String broadcastPath) {
        broadcast = new NioBroadcast(broadcastPath);
    }

    @Override
    public int start() throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        Thread thread = new Thread(() -> run(selector, listener), "nio");
        thread.setDaemon(true);
        thread.start();
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    @Override
    public String version() {
        return "NIO of Java/" + Runtime.version();
    }

    private void run(Selector selector, ServerSocketChannel listener) {
        try {
            while (true) {
                selector.select(key -> ready(key, listener));
            }
        } catch (IOException e) {
            throw new IllegalStateException("The selector has failed", e);
        }
    }

    private void ready(SelectionKey key, ServerSocketChannel listener) {
        if (key.attachment() instanceof NioConnection connection) {
            connection.ready(buffer.clear());
            return;
        }
        try {
            SocketChannel channel = listener.accept();
            if (channel != null) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                SelectionKey added = channel.register(key.selector(), SelectionKey.OP_READ);
                added.attach(new NioConnection(channel, added, broadcast));
            }
        } catch (IOException e) {
            System.err.println("A connection was not accepted: " + e);
        }
    }
}
