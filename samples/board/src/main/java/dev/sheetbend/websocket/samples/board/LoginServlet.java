package dev.sheetbend.websocket.samples.board;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Where "Log in" leads. It is behind a security constraint, so the container shows its login page first; whoever gets here
 * has logged in, and goes back to the board where they were.
 */
@WebServlet("/login")
public class LoginServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String board = Objects.requireNonNullElse(request.getParameter("board"), "");
        String fragment = Boards.canBeNamed(board) ? "#" + URLEncoder.encode(board, StandardCharsets.UTF_8) : "";
        response.sendRedirect(getServletContext().getContextPath() + "/" + fragment);
    }
}
