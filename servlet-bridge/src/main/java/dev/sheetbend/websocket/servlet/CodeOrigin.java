package dev.sheetbend.websocket.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The jar or directory that classes come from, as people are told about it. Needs nothing but the JDK.
 *
 * @param location a path where it is a file, else a URL; empty where nobody knows
 * @param version what the manifest says that this is a version of; empty where it says nothing
 * @param specification the version of the specification that the manifest names, such as {@code 2.2}; or empty
 */
record CodeOrigin(String location, String version, String specification) {
    private static final CodeOrigin UNKNOWN = new CodeOrigin("", "", "");
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    /** Where a class comes from. */
    static CodeOrigin of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return UNKNOWN;
        }
        String location = source.getLocation().toString();
        boolean jar = location.endsWith(".jar") && !location.startsWith("jar:");
        String root = jar ? "jar:" + location + "!/" : location.replaceFirst("/?$", "/");
        return ofRoot(root, type.getPackageName().replace('.', '/') + "/");
    }

    /**
     * Every place where a loader and its parents have a resource, each once.
     *
     * @param resource the path of a class file in a package
     */
    static Set<CodeOrigin> all(String resource, ClassLoader... loaders) {
        String directory = resource.substring(0, resource.lastIndexOf('/') + 1);
        Set<CodeOrigin> origins = new LinkedHashSet<>();
        for (ClassLoader loader : loaders) {
            for (String url : urls(resource, loader)) {
                origins.add(ofRoot(url.substring(0, url.length() - resource.length()), directory));
            }
        }
        return origins;
    }

    /** What cannot be read is left out: this is about what is there. */
    private static List<String> urls(String resource, ClassLoader loader) {
        try {
            return Collections.list(loader.getResources(resource)).stream()
                    .map(URL::toString)
                    .toList();
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    private static CodeOrigin ofRoot(String root, String directory) {
        Manifest manifest = manifest(root).orElseGet(Manifest::new);
        return new CodeOrigin(
                displayed(root),
                text(manifest, directory, Attributes.Name.IMPLEMENTATION_VERSION),
                text(manifest, directory, Attributes.Name.SPECIFICATION_VERSION));
    }

    /** What is said of one package counts more than what is said of the jar; Tomcat does so. */
    private static String text(Manifest manifest, String directory, Attributes.Name name) {
        return Optional.ofNullable(manifest.getAttributes(directory))
                .map(section -> section.getValue(name))
                .or(() -> Optional.ofNullable(manifest.getMainAttributes().getValue(name)))
                .orElse("");
    }

    private static Optional<Manifest> manifest(String root) {
        try {
            URLConnection connection = URI.create(root + MANIFEST).toURL().openConnection();
            // A cached jar would stay open when the application is gone.
            connection.setUseCaches(false);
            try (InputStream content = connection.getInputStream()) {
                return Optional.of(new Manifest(content));
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String displayed(String root) {
        String url = root.replaceFirst("^jar:", "").replaceFirst("!?/$", "");
        try {
            return url.startsWith("file:") ? Path.of(URI.create(url)).toString() : url;
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return url;
        }
    }

    /** Such as {@code 0.1.0 in /srv/lib/some.jar}, as far as it is known. */
    String described() {
        String place = location.isEmpty() ? "a place that is not known" : location;
        return version.isEmpty() ? place : version + " in " + place;
    }
}
