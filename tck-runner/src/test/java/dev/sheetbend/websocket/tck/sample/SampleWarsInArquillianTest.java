package dev.sheetbend.websocket.tck.sample;

import dev.sheetbend.websocket.tck.TestFiles;
import dev.sheetbend.websocket.tck.foreign.NodePrograms;
import java.net.URI;
import java.nio.file.Path;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The thin wars in containers that have our jar. */
@Tag("arquillian")
@ExtendWith(ArquillianExtension.class)
class SampleWarsInArquillianTest extends SampleWarContract {
    @ArquillianResource
    @OperateOnDeployment("board")
    private URI board;

    @ArquillianResource
    @OperateOnDeployment("converter")
    private URI converter;

    @Deployment(name = "board", testable = false)
    static WebArchive boardWar() {
        return war("board", SampleWars.THIN_BOARD);
    }

    @Deployment(name = "converter", testable = false)
    static WebArchive converterWar() {
        return war("converter", SampleWars.THIN_CONVERTER);
    }

    private static WebArchive war(String name, Path file) {
        return ShrinkWrap.create(ZipImporter.class, name + ".war")
                .importFrom(file.toFile())
                .as(WebArchive.class);
    }

    @Test
    void thePagesWorkInABrowser() throws Exception {
        Path screenshots = TestFiles.newDirectory("screenshots");
        NodePrograms.run(NodePrograms.command(
                "sample-pages.mjs",
                NodePrograms.browser(),
                screenshots.toString(),
                board.toString(),
                converter.toString(),
                MEMBER,
                PASSWORD));
    }

    @Override
    URI board() {
        return board;
    }

    @Override
    URI converter() {
        return converter;
    }
}
