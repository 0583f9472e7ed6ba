package dev.sheetbend.websocket.tck.malformed;

/**
 * One opening handshake of the corpus.
 *
 * @param name a sentence that begins with the section of the RFC
 * @param request the bytes to send as ISO 8859-1, with the placeholders {@value #HOST} and {@value #PATH}
 * @param endsInput whether the client ends its side after that; for requests that are not complete
 * @param outcome what the server does
 */
public record MalformedHandshake(String name, String request, boolean endsInput, HandshakeOutcome outcome) {
    /** Stands for the host and port of the server, as in the Host header. */
    public static final String HOST = "{host}";
    /** Stands for the path of the echo endpoint. */
    public static final String PATH = "{path}";

    /** The request with its placeholders filled in. */
    public String requestTo(String host, String path) {
        return request.replace(HOST, host).replace(PATH, path);
    }

    @Override
    public String toString() {
        return name;
    }
}
