package dev.sheetbend.websocket.servlet;

import jakarta.servlet.http.WebConnection;

/** How the streams of an upgraded connection behave beyond, or beside, the letter of the Servlet specification. */
enum StreamHabits {
    /** As the specification says: no read callback until {@code isReady()} has answered false, any thread may read. */
    SPECIFIED,

    /**
     * Read callbacks come again and again while there is input, under the socket's lock, and look at the socket before
     * they call the listener: so only a callback may read. A close from another thread has no effect before the next
     * event on the socket. End of input is reported again and again until both streams are closed.
     */
    TOMCAT,

    /**
     * With a write listener {@code write(array, offset, length)} sends the whole array. Callbacks run on the I/O thread
     * of many connections, which runs tasks too. That thread changes the state of the input, and with TLS of the output, as
     * it likes and without a lock: whoever touches them on another thread may stop them for ever.
     */
    UNDERTOW;

    static StreamHabits of(WebConnection connection) {
        String name = connection.getClass().getName();
        // Not org.apache.catalina: those are GlassFish and its relatives, whose sockets are not Tomcat's.
        if (name.startsWith("org.apache.coyote.")) {
            return TOMCAT;
        }
        return name.startsWith("io.undertow.") ? UNDERTOW : SPECIFIED;
    }
}
