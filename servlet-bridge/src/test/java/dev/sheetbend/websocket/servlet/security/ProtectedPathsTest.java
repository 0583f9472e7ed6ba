package dev.sheetbend.websocket.servlet.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that cannot be asked for their security constraints. */
class ProtectedPathsTest {
    private static final String CLUB =
            "<security-constraint><web-resource-collection><url-pattern>/club/*</url-pattern>"
                    + "</web-resource-collection><auth-constraint><role-name>*</role-name></auth-constraint>"
                    + "</security-constraint>";

    @TempDir
    Path directory;

    @Test
    void anUnknownContainersDescriptorCounts() throws Exception {
        HttpServletRequest club = request("<web-app>" + CLUB + "</web-app>", "/club", "/room");
        HttpServletRequest open = request("<web-app>" + CLUB + "</web-app>", "/open", null);

        assertThat(new ProtectedPaths().contain(club)).isTrue();
        assertThat(new ProtectedPaths().contain(open)).isFalse();
    }

    @Test
    void withoutADescriptorNothingIsProtected() throws Exception {
        assertThat(new ProtectedPaths().contain(request(null, "/club", null))).isFalse();
    }

    @Test
    void aFragmentOfTheDescriptorCountsUnlessTheDescriptorIsComplete() throws Exception {
        fragment(CLUB);

        assertThat(new ProtectedPaths().contain(request("<web-app/>", "/club", null)))
                .isTrue();
        assertThat(new ProtectedPaths().contain(request("<web-app metadata-complete='true'/>", "/club", null)))
                .isFalse();
    }

    @Test
    void whereTheContainersAnswerCannotBeHadTheDescriptorCounts() throws Exception {
        var paths = new ProtectedPaths();
        Optional<ContainerConstraints> other = Optional.of(request -> {
            throw new NoSuchMethodException("another version");
        });

        assertThat(paths.contain(request("<web-app>" + CLUB + "</web-app>", "/club", null), other))
                .isTrue();
        assertThat(paths.contain(request("<web-app>" + CLUB + "</web-app>", "/open", null), other))
                .isFalse();
    }

    @Test
    void theContainersAnswerGoesBeforeTheDescriptor() throws Exception {
        HttpServletRequest club = request("<web-app>" + CLUB + "</web-app>", "/club", null);

        assertThat(new ProtectedPaths().contain(club, Optional.of(request -> false)))
                .isFalse();
    }

    @Test
    void whereTheDescriptorCannotBeReadEverythingIsProtected() throws Exception {
        assertThat(new ProtectedPaths().contain(request("<web-app>", "/open", null)))
                .isTrue();
    }

    private void fragment(String constraint) throws Exception {
        try (var jar = new JarOutputStream(Files.newOutputStream(directory.resolve("fragment.jar")))) {
            jar.putNextEntry(new JarEntry("META-INF/web-fragment.xml"));
            jar.write(("<web-fragment>" + constraint + "</web-fragment>").getBytes(StandardCharsets.UTF_8));
        }
    }

    private HttpServletRequest request(String descriptor, String servletPath, String pathInfo) throws Exception {
        var loader = new URLClassLoader(
                new URL[] {directory.resolve("fragment.jar").toUri().toURL()}, null);
        ServletContext context = proxy(ServletContext.class, (self, method, arguments) -> switch (method.getName()) {
            case "getResourceAsStream" -> stream(descriptor);
            case "getClassLoader" -> loader;
            default -> throw new UnsupportedOperationException(method.getName());
        });
        return proxy(HttpServletRequest.class, (self, method, arguments) -> switch (method.getName()) {
            case "getServletContext" -> context;
            case "getServletPath" -> servletPath;
            case "getPathInfo" -> pathInfo;
            case "getMethod" -> "GET";
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static InputStream stream(String text) {
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }
}
