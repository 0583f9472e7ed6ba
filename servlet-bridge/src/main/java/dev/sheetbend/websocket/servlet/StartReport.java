package dev.sheetbend.websocket.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says in one line each what is in the way of one application's endpoints when it starts, and what to change. Each finding
 * is told once in an application, however many copies of this class there are. A check that fails itself finds nothing, so
 * that no start fails for it. Needs nothing but the Servlet API: that of WebSocket may be missing. Belongs to the thread that starts the application.
 */
final class StartReport {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    /** Holds the kinds of findings that have been told, as strings: copies of this class have no other type in common. */
    private static final String ATTRIBUTE = "dev.sheetbend.websocket.startReport";

    private static final String BRIDGE_CLASS = "dev/sheetbend/websocket/servlet/SheetbendInitializer.class";
    private static final String CORE_CLASS = "dev/sheetbend/websocket/SheetbendSession.class";

    private static final Pattern JETTY = Pattern.compile("org\\.eclipse\\.jetty\\.(ee\\d+)\\.");

    private final ServletContext context;
    private final ClassLoader own = StartReport.class.getClassLoader();

    private StartReport(ServletContext context) {
        this.context = context;
    }

    /** For the initializer, which leaves its mark by this. */
    static StartReport begun(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) == null) {
            context.setAttribute(ATTRIBUTE, ConcurrentHashMap.newKeySet());
        }
        return new StartReport(context);
    }

    /** For what is not the initializer. */
    static StartReport of(ServletContext context) {
        return new StartReport(context);
    }

    /** What this is and where it comes from. */
    static String self() {
        return "Sheetbend (" + CodeOrigin.of(StartReport.class).described() + ")";
    }

    /**
     * Says that the API is missing, if it is: the container will find that out in a way of its own. There is no
     * ServletContext yet.
     */
    static void missingApi() {
        carefully(() -> new WebSocketApi(StartReport.class.getClassLoader())
                .missing()
                .ifPresent(what -> LOG.log(Level.ERROR, self() + " cannot work: " + what)));
    }

    /** There should be one copy of Sheetbend in an application. */
    void copies() {
        carefully(() -> {
            Set<CodeOrigin> all = new LinkedHashSet<>();
            // The two jars that the drop-in jar is made of may be there instead of it, or beside it.
            for (String part : List.of(BRIDGE_CLASS, CORE_CLASS)) {
                Set<CodeOrigin> places = CodeOrigin.all(part, own, applicationLoader());
                if (places.size() > 1) {
                    all.addAll(places);
                }
            }
            if (!all.isEmpty()) {
                copies(all, CodeOrigin.of(StartReport.class));
            }
        });
    }

    /**
     * The API should be there once, in a version that will do.
     *
     * @throws ServletException when nothing can work with it
     */
    void api() throws ServletException {
        WebSocketApi api = new WebSocketApi(own);
        Optional<String> missing = found(api::missing);
        Optional<String> fatal = missing.isPresent() ? missing : found(() -> api.unusable(applicationLoader()));
        if (fatal.isPresent()) {
            String text = "Sheetbend cannot work in " + application() + ": " + fatal.get();
            if (missing.isEmpty()) {
                tell("api", Level.ERROR, text);
            }
            throw new ServletException(text);
        }
        found(() -> api.doubtful(applicationLoader()))
                .ifPresent(
                        doubt -> tell("api", Level.WARNING, "Sheetbend works in " + application() + ", but " + doubt));
        found(() -> api.unused(applicationLoader()))
                .ifPresent(what -> LOG.log(Level.DEBUG, () -> "In " + application() + " " + what));
    }

    private void copies(Set<CodeOrigin> all, CodeOrigin used) {
        tell(
                "copies",
                Level.WARNING,
                "Sheetbend is in " + application() + " more than once: "
                        + all.stream()
                                .map(copy -> copy.described() + (copy.equals(used) ? " (in use)" : ""))
                                .collect(Collectors.joining(", "))
                        + ". Keep one; sheetbend-websocket has all of sheetbend-api-impl and sheetbend-servlet-bridge in it.");
    }

    /**
     * Something is in the way before Sheetbend begins, which therefore stays out.
     *
     * @param other a ServerContainer
     */
    void alreadyServed(Object other) {
        carefully(() -> {
            if (other.getClass().getName().equals(ServletServerContainer.class.getName())) {
                CodeOrigin used = CodeOrigin.of(other.getClass());
                Set<CodeOrigin> all = new LinkedHashSet<>(List.of(used));
                all.add(CodeOrigin.of(StartReport.class));
                copies(all, used);
            } else {
                OtherImplementation found = OtherImplementation.of(other, context.getServerInfo());
                tell(
                        "other",
                        Level.WARNING,
                        "Sheetbend is not active in " + application() + ": " + found.described() + " is there already. "
                                + found.remedy());
            }
        });
    }

    /**
     * Something has come after Sheetbend has begun.
     *
     * @param other a ServerContainer
     */
    void replaced(Object other) {
        carefully(() -> {
            OtherImplementation found = OtherImplementation.of(other, context.getServerInfo());
            tell(
                    "other",
                    Level.WARNING,
                    "Sheetbend is not alone in " + application() + ": " + found.described()
                            + " has started after it and taken its place as the ServerContainer. " + found.remedy());
        });
    }

    /** When the initializer has not run, no endpoint is served; an application that only has a client needs none. */
    void requireInitializer() {
        carefully(() -> {
            if (context.getAttribute(ATTRIBUTE) == null) {
                // The watch of a second copy need not say it again.
                begun(context);
                LOG.log(
                        Level.WARNING,
                        "Sheetbend is not active in " + application() + ": " + context.getServerInfo()
                                + " has not run its ServletContainerInitializer. The application's WebSocket endpoints, if"
                                + " it has any, are not served. " + remedyForInitializer());
            }
        });
    }

    private String remedyForInitializer() {
        Matcher jetty = JETTY.matcher(context.getClass().getName());
        if (jetty.lookingAt()) {
            String module = jetty.group(1) + "-annotations";
            return "Enable Jetty's module " + module + ": java -jar $JETTY_HOME/start.jar --add-modules=" + module
                    + " (embedded: add the jar jetty-" + module + ").";
        }
        return "Have it look for initializers in "
                + CodeOrigin.of(StartReport.class).location() + ".";
    }

    /** Everything has started. */
    void serves(int endpoints) {
        // An application may have the jar for its client only.
        Level level = endpoints == 0 ? Level.DEBUG : Level.INFO;
        carefully(() -> {
            String version = CodeOrigin.of(StartReport.class).version();
            LOG.log(
                    level,
                    "Sheetbend " + (version.isEmpty() ? "" : version + " ") + "serves " + endpoints
                            + (endpoints == 1 ? " endpoint in " : " endpoints in ") + application() + " on "
                            + context.getServerInfo() + ".");
        });
    }

    /** The application has stopped: should the ServletContext start again, everything is told again. */
    void ended() {
        context.removeAttribute(ATTRIBUTE);
    }

    private static void carefully(Runnable check) {
        found(() -> {
            check.run();
            return Optional.empty();
        });
    }

    private static Optional<String> found(Supplier<Optional<String>> check) {
        try {
            return check.get();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.DEBUG, "A check at the start failed", e);
            return Optional.empty();
        }
    }

    private ClassLoader applicationLoader() {
        return Optional.ofNullable(context.getClassLoader()).orElse(own);
    }

    private String application() {
        return "the application '" + context.getContextPath() + "'";
    }

    private void tell(String kind, Level level, String line) {
        if (!(context.getAttribute(ATTRIBUTE) instanceof Set<?> told) || !told.contains(kind)) {
            LOG.log(level, line);
            remember(kind);
        }
    }

    @SuppressWarnings("unchecked") // this class has made the set, or a copy of it
    private void remember(String kind) {
        if (context.getAttribute(ATTRIBUTE) instanceof Set<?> told) {
            ((Set<String>) told).add(kind);
        }
    }
}
