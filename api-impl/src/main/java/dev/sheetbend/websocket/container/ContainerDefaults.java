package dev.sheetbend.websocket.container;

/**
 * What {@link jakarta.websocket.WebSocketContainer} has setters for.
 *
 * @param maxText in bytes
 * @param maxBinary in bytes
 * @param idleTimeout in milliseconds; 0 or less: none
 * @param asyncSendTimeout in milliseconds; 0 or less: none
 */
record ContainerDefaults(int maxText, int maxBinary, long idleTimeout, long asyncSendTimeout) {
    ContainerDefaults withMaxText(int bytes) {
        return new ContainerDefaults(bytes, maxBinary, idleTimeout, asyncSendTimeout);
    }

    ContainerDefaults withMaxBinary(int bytes) {
        return new ContainerDefaults(maxText, bytes, idleTimeout, asyncSendTimeout);
    }

    ContainerDefaults withIdleTimeout(long millis) {
        return new ContainerDefaults(maxText, maxBinary, millis, asyncSendTimeout);
    }

    ContainerDefaults withAsyncSendTimeout(long millis) {
        return new ContainerDefaults(maxText, maxBinary, idleTimeout, millis);
    }
}
