package dev.sheetbend.websocket.servlet.security;

import dev.sheetbend.websocket.servlet.security.SecurityConstraint.Access;
import dev.sheetbend.websocket.servlet.security.SecurityConstraint.Resources;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the security constraints of {@code WEB-INF/web.xml} and of the {@code web-fragment.xml} files (Servlet
 * specification, 14). Looks up nothing outside of the document. Used by one thread.
 */
final class DescriptorReader {
    private static final String DESCRIPTOR = "/WEB-INF/web.xml";
    private static final String FRAGMENT = "META-INF/web-fragment.xml";

    private final List<SecurityConstraint> constraints = new ArrayList<>();
    private boolean metadataComplete;

    // What is being read.
    private List<Resources> resources = new ArrayList<>();
    private List<String> patterns = new ArrayList<>();
    private Set<String> methods = new HashSet<>();
    private Set<String> omitted = new HashSet<>();
    private Access access = Access.ANYBODY;

    private DescriptorReader() {}

    /**
     * @throws IOException when a descriptor cannot be read
     */
    static SecurityConstraints constraintsOf(ServletContext context) throws IOException {
        var reader = new DescriptorReader();
        try (InputStream descriptor = context.getResourceAsStream(DESCRIPTOR)) {
            if (descriptor != null) {
                reader.read(descriptor);
            }
        }
        if (!reader.metadataComplete) {
            for (URL fragment : Collections.list(context.getClassLoader().getResources(FRAGMENT))) {
                reader.readFragment(fragment);
            }
        }
        return new SecurityConstraints(reader.constraints);
    }

    private void readFragment(URL fragment) throws IOException {
        URLConnection connection = fragment.openConnection();
        // What is cached would keep the application's jar open.
        connection.setUseCaches(false);
        try (InputStream content = connection.getInputStream()) {
            read(content);
        }
    }

    /**
     * @throws IOException when it is not a document, too
     */
    static SecurityConstraints constraintsIn(InputStream descriptor) throws IOException {
        var reader = new DescriptorReader();
        reader.read(descriptor);
        return new SecurityConstraints(reader.constraints);
    }

    private void read(InputStream descriptor) throws IOException {
        // The JDK's own, whatever the application brings along.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(descriptor);
            try {
                while (xml.hasNext()) {
                    int event = xml.next();
                    if (event == XMLStreamConstants.START_ELEMENT) {
                        begin(xml);
                    } else if (event == XMLStreamConstants.END_ELEMENT) {
                        end(xml.getLocalName());
                    }
                }
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new IOException("A deployment descriptor cannot be understood", e);
        }
    }

    private void begin(XMLStreamReader xml) throws XMLStreamException {
        switch (xml.getLocalName()) {
            case "web-app" -> metadataComplete = "true".equals(xml.getAttributeValue(null, "metadata-complete"));
            case "security-constraint" -> {
                resources = new ArrayList<>();
                access = Access.ANYBODY;
            }
            case "web-resource-collection" -> {
                patterns = new ArrayList<>();
                methods = new HashSet<>();
                omitted = new HashSet<>();
            }
            case "url-pattern" -> patterns.add(xml.getElementText().trim());
            case "http-method" -> methods.add(xml.getElementText().trim());
            case "http-method-omission" -> omitted.add(xml.getElementText().trim());
            case "auth-constraint" -> access = Access.NOBODY;
            // Other elements with roles do not matter: a constraint begins anew.
            case "role-name" -> access = Access.USERS;
            default -> {}
        }
    }

    private void end(String element) {
        if (element.equals("web-resource-collection")) {
            resources.add(new Resources(patterns, methods, omitted));
        } else if (element.equals("security-constraint")) {
            constraints.add(new SecurityConstraint(resources, access));
        }
    }
}
