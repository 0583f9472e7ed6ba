package dev.sheetbend.websocket.tck.malformed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A WebSocket client that does what it is told and nothing by itself: it sends any bytes, answers no Ping, checks no
 * answer and closes nothing. It needs the JDK only, so that no other implementation's view of the protocol gets
 * between a test and the server. Every wait ends after the timeout with a {@link java.net.SocketTimeoutException}.
 * For one thread at a time.
 */
public final class RawWebSocketClient implements Closeable {
    private static final int LONGEST_HEAD = 1 << 20;

    private final Socket socket;
    private final URI uri;
    private final InputStream in;
    private final OutputStream out;

    private RawWebSocketClient(Socket socket, URI uri) throws IOException {
        this.socket = socket;
        this.uri = uri;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * Connects, and does no more than that.
     *
     * @param uri with the scheme {@code ws}
     * @param timeout for the connection and for every later wait
     */
    public static RawWebSocketClient connect(URI uri, Duration timeout) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) timeout.toMillis());
            socket.connect(new InetSocketAddress(uri.getHost(), port(uri)), (int) timeout.toMillis());
            return new RawWebSocketClient(socket, uri);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Connects and, if the scheme is {@code wss}, does the TLS handshake.
     *
     * @param uri with the scheme {@code ws} or {@code wss}
     * @param tls what the server's certificate is judged with
     * @param timeout for the connection and for every later wait
     */
    public static RawWebSocketClient connect(URI uri, SSLContext tls, Duration timeout) throws IOException {
        RawWebSocketClient plain = connect(uri, timeout);
        if (!isSecure(uri)) {
            return plain;
        }
        try {
            var secure = (SSLSocket) tls.getSocketFactory().createSocket(plain.socket, uri.getHost(), port(uri), true);
            secure.startHandshake();
            return new RawWebSocketClient(secure, uri);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** The value that the Host header has to have. */
    public String host() {
        return uri.getHost() + ":" + port(uri);
    }

    /** Sends these bytes at once. */
    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends these characters as ISO 8859-1, a byte each. */
    public void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    /** Sends frames in one write, as they are. */
    public void send(WireFrame... frames) throws IOException {
        var all = new ByteArrayOutputStream();
        for (WireFrame frame : frames) {
            all.writeBytes(frame.bytes());
        }
        send(all.toByteArray());
    }

    /** Sends a final, masked text frame. */
    public void sendText(String text) throws IOException {
        send(WireFrame.of(WireFrame.TEXT, text));
    }

    /** Sends a final, masked binary frame. */
    public void sendBinary(byte[] payload) throws IOException {
        send(WireFrame.of(WireFrame.BINARY, payload));
    }

    /** Sends one message in masked fragments, each in a write of its own. */
    public void sendFragmented(int opcode, List<byte[]> fragments) throws IOException {
        for (int i = 0; i < fragments.size(); i++) {
            WireFrame frame = WireFrame.of(i == 0 ? opcode : WireFrame.CONTINUATION, fragments.get(i));
            send(i == fragments.size() - 1 ? frame : frame.notFinal());
        }
    }

    /** Sends a masked Close frame and keeps the connection open. */
    public void sendClose(int code, String reason) throws IOException {
        send(WireFrame.close(code, reason));
    }

    /**
     * Sends the opening handshake of RFC 6455, 1.2 to the path and query of the URI and reads the head of the answer.
     *
     * @param extraLines further header lines, without line ends
     */
    public HttpAnswer handshake(String... extraLines) throws IOException {
        RequestText request = RequestText.HANDSHAKE;
        for (String line : extraLines) {
            request = request.with(line);
        }
        send(request.text().replace(MalformedHandshake.HOST, host()).replace(MalformedHandshake.PATH, pathAndQuery()));
        return readHttpAnswer().orElseThrow(() -> new EOFException("The server ended the connection."));
    }

    private String pathAndQuery() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /**
     * Reads the head of an HTTP answer, up to the empty line.
     *
     * @return empty when the server ends or resets the connection before that, perhaps after some other text: an
     *     answer without a head is what HTTP/0.9 has
     * @throws IOException also when a whole head comes that is not an HTTP answer's
     */
    public Optional<HttpAnswer> readHttpAnswer() throws IOException {
        var head = new StringBuilder();
        while (!endsHead(head)) {
            int next = readOrEnd();
            if (next < 0) {
                return Optional.empty();
            }
            if (head.length() >= LONGEST_HEAD) {
                throw new IOException("No end of the head of the answer: " + head);
            }
            head.append((char) next);
        }
        return Optional.of(parse(head.toString()));
    }

    /**
     * Reads one frame, whatever its header says.
     *
     * @return empty when the server ends or resets the connection before the first byte
     */
    public Optional<RawFrame> readFrame() throws IOException {
        int first = readOrEnd();
        if (first < 0) {
            return Optional.empty();
        }
        int second = readByte();
        long length = second & 0x7f;
        if (length == 126) {
            length = readNumber(2);
        } else if (length == 127) {
            length = readNumber(8);
        }
        if (length < 0 || length > Integer.MAX_VALUE - 8) {
            throw new IOException("The server sends a frame of " + Long.toUnsignedString(length) + " bytes.");
        }
        boolean masked = (second & 0x80) != 0;
        long key = masked ? readNumber(4) : 0;
        byte[] payload = in.readNBytes((int) length);
        if (payload.length < length) {
            throw new EOFException("The server ended the connection within a frame.");
        }
        for (int i = 0; masked && i < payload.length; i++) {
            payload[i] ^= (byte) (key >> 24 - 8 * (i & 3));
        }
        return Optional.of(new RawFrame(first, masked, payload));
    }

    /**
     * Reads and throws away whatever comes until the server ends or resets the connection.
     *
     * @throws java.net.SocketTimeoutException when it sends nothing and does not end it either
     */
    public void readToEnd() throws IOException {
        byte[] buffer = new byte[8192];
        try {
            while (in.read(buffer) >= 0) {
                // What comes is of no interest.
            }
        } catch (SocketException e) {
            // A reset is an end, too: it happens when the server closes with unread input.
        }
    }

    /** Ends this side in order (FIN); the other direction stays open. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Breaks the connection off with RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int readOrEnd() throws IOException {
        try {
            return in.read();
        } catch (SocketException e) {
            return -1;
        }
    }

    private int readByte() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("The server ended the connection within a frame.");
        }
        return next;
    }

    private long readNumber(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | readByte();
        }
        return number;
    }

    private static boolean endsHead(StringBuilder head) {
        return head.indexOf("\r\n\r\n", head.length() - 4) >= 0;
    }

    private static HttpAnswer parse(String head) throws IOException {
        String[] lines = head.strip().split("\r\n");
        if (!lines[0].matches("HTTP/[01]\\.[0-9] [0-9]{3}( .*)?")) {
            throw new IOException("No HTTP answer: " + lines[0]);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 0) {
                throw new IOException("No header line: " + lines[i]);
            }
            headers.computeIfAbsent(lines[i].substring(0, colon), name -> new ArrayList<>())
                    .add(lines[i].substring(colon + 1).strip());
        }
        return new HttpAnswer(Integer.parseInt(lines[0].substring(9, 12)), headers);
    }

    private static boolean isSecure(URI uri) {
        return "wss".equalsIgnoreCase(uri.getScheme());
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return isSecure(uri) ? 443 : 80;
    }
}
