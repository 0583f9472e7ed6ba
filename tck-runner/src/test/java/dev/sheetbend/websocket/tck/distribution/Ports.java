package dev.sheetbend.websocket.tck.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a server is told to listen. Its configuration has numbers, so they are chosen before it starts: free ones below
 * those that systems give to clients, so that no connection takes one meanwhile.
 *
 * @param http for {@code http} and {@code ws}
 * @param https for {@code https} and {@code wss}
 * @param management for what the server has beside these, if it needs one
 */
public record Ports(int http, int https, int management) {
    /** Above those that browsers refuse, whatever listens there; the last one is 10080. */
    private static final int LOWEST = 10_100;

    private static final int HIGHEST = 30_000;

    /** Three free ports. */
    static Ports free() {
        int http = free(LOWEST);
        int https = free(http + 1);
        return new Ports(http, https, free(https + 1));
    }

    private static int free(int lowest) {
        int highest = Math.max(lowest + 1, HIGHEST);
        int port = lowest == LOWEST ? ThreadLocalRandom.current().nextInt(lowest, highest) : lowest;
        while (!isFree(port)) {
            port++;
        }
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
