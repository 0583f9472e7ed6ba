package dev.sheetbend.websocket;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layers, as a table; there are no exceptions. A class that breaks a rule is in the wrong package. */
class ArchitectureTest {
    private static final String ROOT = "dev.sheetbend.websocket";
    /** Beside the buffer pool, these classes of the core are the ones that several threads share. */
    private static final Set<String> LOCKED =
            Set.of(ROOT + ".connection.CloseHandshake", ROOT + ".deflate.DeflaterPool", ROOT + ".deflate.InflaterPool");

    private static final JavaClasses PRODUCTION = productionClasses();

    /**
     * Every package, and what it may import beside itself. A core package may import what its row says and no more. The
     * outer ones stand on whole layers: on what their rows say, and on what that is made of in turn, such as the opcodes
     * and the failure type of {@code frame} below {@code connection}.
     */
    private static final List<Layer> TABLE = List.of(
            Layer.outer("", "jakarta.websocket.."),
            Layer.core("buffer"),
            Layer.core("frame", "buffer"),
            Layer.core("spi"),
            Layer.core("extension", "spi", "frame", "buffer"),
            Layer.core("deflate", "spi"),
            Layer.core("handshake", "spi", "extension"),
            Layer.core("connection", "frame", "spi", "extension", "buffer"),
            Layer.outer("endpoint", "jakarta.websocket.."),
            Layer.outer("loop"),
            Layer.outer("session", "", "jakarta.websocket..", "connection", "endpoint", "buffer", "loop"),
            Layer.outer("container", "", "jakarta.websocket..", "session", "endpoint", "handshake", "extension"),
            Layer.outer("cdi", "jakarta.enterprise..", "endpoint"),
            Layer.outer(
                    "client", "", "jakarta.websocket..", "container", "session", "connection", "handshake", "buffer"));

    private static final String[] CORE =
            TABLE.stream().filter(Layer::sansIo).map(Layer::packageName).toArray(String[]::new);

    /**
     * A row of the table.
     *
     * @param name of the package below the root; empty for the root itself, where users' types are
     * @param sansIo whether it belongs to the core, which sees no more of the JDK than java.base
     * @param imports names of such packages, or patterns of foreign ones
     */
    private record Layer(String name, boolean sansIo, List<String> imports) {
        static Layer core(String name, String... imports) {
            return new Layer(name, true, List.of(imports));
        }

        static Layer outer(String name, String... imports) {
            return new Layer(name, false, List.of(imports));
        }

        String packageName() {
            return qualified(name);
        }

        DescribedPredicate<JavaClass> mayImport() {
            Stream<String> names = sansIo ? Stream.concat(Stream.of(name), imports.stream()) : downwards(name);
            String[] patterns = names.distinct().map(Layer::qualified).toArray(String[]::new);
            DescribedPredicate<JavaClass> allowed = resideInAnyPackage(patterns)
                    .or(sansIo ? inJavaBase() : resideInAnyPackage("java..", "javax.net.."));
            return allowed.or(
                    describe("arrays of those", each -> each.isArray() && allowed.test(each.getBaseComponentType())));
        }

        private static Stream<String> downwards(String name) {
            Stream<String> below = TABLE.stream()
                    .filter(layer -> layer.name.equals(name))
                    .flatMap(layer -> layer.imports.stream())
                    .flatMap(Layer::downwards);
            return Stream.concat(Stream.of(name), below);
        }

        private static String qualified(String name) {
            if (name.isEmpty()) {
                return ROOT;
            }
            return name.contains(".") ? name : ROOT + "." + name;
        }

        @Override
        public String toString() {
            return packageName();
        }
    }

    static List<Layer> layers() {
        return TABLE;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void importsOnlyWhatTheTableAllows(Layer layer) {
        classes()
                .that()
                .resideInAPackage(layer.packageName())
                .should()
                .onlyDependOnClassesThat(layer.mayImport())
                .allowEmptyShould(true)
                .check(PRODUCTION);
    }

    @Test
    void everyPackageIsInTheTable() {
        List<String> known = TABLE.stream().map(Layer::packageName).toList();

        assertThat(PRODUCTION)
                .extracting(JavaClass::getPackageName)
                .filteredOn(name -> !name.isEmpty())
                .isNotEmpty()
                .allMatch(known::contains);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    void clientDoesNotKnowTheServletSide() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".servlet..", "jakarta.servlet..")
                .allowEmptyShould(true)
                .check(PRODUCTION);
    }

    @Test
    void coreHasNoChannelsThreadsLoggingRandomnessOrDates() {
        DescribedPredicate<JavaClass> forbidden = resideInAnyPackage(
                        "java.nio.channels..", "java.nio.file..", "java.time..")
                .or(resideInAPackage("java.util.concurrent").and(not(type(java.util.concurrent.TimeUnit.class))))
                .or(type(Thread.class))
                .or(type(ThreadLocal.class))
                .or(type(System.Logger.class))
                .or(type(java.util.Timer.class))
                .or(type(java.util.Random.class))
                .or(type(java.security.SecureRandom.class))
                .or(type(java.net.Socket.class))
                .or(type(java.net.InetAddress.class))
                .or(type(java.net.URL.class))
                .as("channels, threads, executors, logging, randomness, dates or sockets");

        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat(forbidden)
                .check(PRODUCTION);
    }

    @Test
    void coreNeverLooksAtTheClockOrTheEnvironment() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .accessTargetWhere(describe(
                        "a member of System other than arraycopy, identityHashCode and lineSeparator",
                        access -> access.getTargetOwner().isEquivalentTo(System.class)
                                && !Set.of("arraycopy", "identityHashCode", "lineSeparator")
                                        .contains(access.getTarget().getName())))
                .check(PRODUCTION);
    }

    @Test
    void coreLocksOnlyInTheClosingHandshakeAndInPools() {
        DescribedPredicate<JavaClass> lockFree = resideInAnyPackage(CORE)
                .and(not(resideInAPackage(Layer.qualified("buffer"))))
                .and(describe(
                        "not the closing handshake, nor a pool of the compression",
                        each -> LOCKED.stream().noneMatch(each.getName()::startsWith)))
                .as("classes of the core that are owned by one thread");

        noClasses()
                .that(lockFree)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent.locks", "java.util.concurrent.atomic")
                .check(PRODUCTION);
        methods()
                .that()
                .areDeclaredInClassesThat(lockFree)
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(PRODUCTION);
    }

    private static DescribedPredicate<JavaClass> inJavaBase() {
        Set<String> packages = Object.class.getModule().getPackages();
        return describe(
                "in an exported package of java.base",
                each -> each.isPrimitive()
                        || (packages.contains(each.getPackageName())
                                && Object.class.getModule().isExported(each.getPackageName())));
    }

    private static JavaClasses productionClasses() {
        try {
            Path classes = Path.of(SheetbendSession.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new ClassFileImporter().importPath(classes);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
