package dev.sheetbend.websocket.servlet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Makes jars that are not what they should be. */
final class JarMaker {
    private final Map<String, byte[]> entries = new TreeMap<>();
    private final StringBuilder manifest = new StringBuilder("Manifest-Version: 1.0\n");

    /** Lines of the manifest. */
    JarMaker manifest(String lines) {
        manifest.append(lines).append('\n');
        return this;
    }

    /** A class file as it is on this class path. */
    JarMaker copy(String path) throws IOException {
        try (InputStream in = JarMaker.class.getClassLoader().getResourceAsStream(path)) {
            entries.put(path, in.readAllBytes());
        }
        return this;
    }

    /** A class that is made of a source without any imports. */
    JarMaker compile(Path scratch, String name, String source) throws IOException {
        Path sources = Files.createDirectories(scratch.resolve("sources"));
        Path file = sources.resolve(name.substring(name.lastIndexOf('.') + 1) + ".java");
        Files.writeString(file, source);
        Path classes = Files.createDirectories(scratch.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(
                null, null, null, "-proc:none", "-cp", classes.toString(), "-d", classes.toString(), file.toString());
        if (result != 0) {
            throw new IOException("Cannot compile " + file);
        }
        String path = name.replace('.', '/') + ".class";
        entries.put(path, Files.readAllBytes(classes.resolve(path)));
        return this;
    }

    /** Writes the jar. */
    Path to(Path jar) throws IOException {
        var content = new Manifest(new ByteArrayInputStream(manifest.toString().getBytes(StandardCharsets.UTF_8)));
        try (OutputStream file = Files.newOutputStream(jar);
                var out = new JarOutputStream(file, content)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return jar;
    }

    /** A loader of jars. */
    static URLClassLoader loader(ClassLoader parent, Path... jars) throws IOException {
        return new URLClassLoader(urls(jars), parent);
    }

    /** Where jars are, for a loader. */
    static URL[] urls(Path... jars) throws IOException {
        var urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        return urls;
    }
}
