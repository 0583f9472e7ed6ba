package dev.sheetbend.websocket.session;

/**
 * Where the messages of one kind go: an endpoint's method or a registered handler. Called inside the endpoint's gate.
 */
interface MessageTarget {
    /**
     * @param message what the kind of message stands for, see {@link dev.sheetbend.websocket.endpoint.MessageKind}
     * @param last whether it is the last part; true for whole messages
     * @throws Throwable whatever the application throws
     */
    void deliver(Object message, boolean last) throws Throwable;
}
