package dev.sheetbend.websocket.tck.conformance;

import dev.sheetbend.websocket.tck.endpoint.Journal;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where endpoints wait until a test asks for {@code /gate}. One gate for each journal key; any thread. */
@WebServlet("/gate")
public final class Gate extends HttpServlet {
    private static final long serialVersionUID = 1;
    /** More than a test waits for anything, so that it is the test that says what is missing. */
    private static final int SECONDS = 60;

    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    /** Waits until the gate of this session's key is open. */
    static void pass(Session session) {
        try {
            if (!gate(Journal.key(session)).await(SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody has opened the gate.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        gate(request.getParameter("key")).countDown();
    }

    private static CountDownLatch gate(String key) {
        return GATES.computeIfAbsent(key, unused -> new CountDownLatch(1));
    }
}
