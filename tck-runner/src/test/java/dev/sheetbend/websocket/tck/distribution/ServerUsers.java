package dev.sheetbend.websocket.tck.distribution;

import java.util.List;

/** Who may log in to the servers, for applications with security constraints. */
public final class ServerUsers {
    /**
     * Somebody.
     *
     * @param name also what is logged in with
     * @param password in the clear
     * @param roles of the applications
     */
    public record User(String name, String password, List<String> roles) {}

    /** All of them. */
    public static final List<User> ALL =
            List.of(new User("ann", "secret", List.of("member")), new User("bob", "secret", List.of("guest")));

    private ServerUsers() {}
}
