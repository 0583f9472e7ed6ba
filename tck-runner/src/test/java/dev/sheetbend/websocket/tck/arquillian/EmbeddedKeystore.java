package dev.sheetbend.websocket.tck.arquillian;

import java.nio.file.Path;

/** A service: where a suite has it, the containers have a secure port as well. */
public interface EmbeddedKeystore {
    /** A PKCS #12 file with the server's key. */
    Path file();

    /** Of the file, and of the key in it. */
    String password();
}
