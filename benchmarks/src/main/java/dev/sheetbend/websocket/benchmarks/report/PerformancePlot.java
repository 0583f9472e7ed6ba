package dev.sheetbend.websocket.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;

/** Processor time for each message: a group of bars for each workload, a bar for each server. */
final class PerformancePlot {
    private static final int WIDTH_OF_GROUP = 130;
    private static final int WIDTH_BESIDE = 260;
    private static final int HEIGHT = 640;
    private static final double GROUP = 0.88;
    private static final int LABEL_DEGREES = 30;

    /** Nothing that is measured takes less; where there is nothing, the bar ends here, which is where it begins. */
    private static final double LEAST_MICROS = 0.1;

    /** Of the outlines of letters, most of the file: a hundredth of a pixel is enough. */
    private static final Pattern NEEDLESS_DIGITS = Pattern.compile("(\\d\\.\\d\\d)\\d+");

    private static final BasicStroke SOLID = new BasicStroke(1);
    private static final Color WHITE = Color.WHITE;
    private static final Color LINES = new Color(0xE4E4E4);
    /** How the names of servers end whose endpoints must not block. */
    private static final String ON_IO_THREAD = "-io";
    /** How near to white their bars are. */
    private static final double TINT = 0.35;

    private static final Color OTHERS = new Color(0x8A8A8A);
    /** Of one container: Sheetbend strong, the container's own light, the floor of bytes pale. */
    private static final Map<String, Color> COLORS = Map.ofEntries(
            Map.entry("sheetbend-tomcat", new Color(0xC75000)),
            Map.entry("tomcat", new Color(0xF5A35C)),
            Map.entry("raw-tomcat", new Color(0xFADDC3)),
            Map.entry("sheetbend-jetty", new Color(0x14568C)),
            Map.entry("jetty", new Color(0x6FAEDD)),
            Map.entry("raw-jetty", new Color(0xCFE3F3)),
            Map.entry("sheetbend-undertow", new Color(0x1E7A34)),
            Map.entry("undertow", new Color(0x83C98F)),
            Map.entry("raw-undertow", new Color(0xD5EED9)),
            Map.entry("tyrus", new Color(0xB07CC6)),
            Map.entry("netty", new Color(0x4A4A4A)),
            Map.entry("nio", new Color(0xBDBDBD)));

    private PerformancePlot() {}

    /** Draws a plot of everything that has figures, as SVG. */
    static void write(Performance results, Path file) throws IOException {
        Figures figures = new Figures(results);
        List<String> workloads = results.workloads().stream()
                .map(Performance.Work::id)
                .filter(id -> results.servers().stream().anyMatch(server -> micros(figures, id, server) > LEAST_MICROS))
                .toList();
        if (workloads.isEmpty()) {
            // There is no plot of nothing.
            Files.deleteIfExists(file);
            return;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH_BESIDE + WIDTH_OF_GROUP * workloads.size())
                .height(HEIGHT)
                .title("Processor time of the server for each message, µs (logarithmic; less is better)")
                .build();
        style(chart.getStyler());
        for (Performance.Server server : results.servers()) {
            CategorySeries series = chart.addSeries(
                    server.name(),
                    workloads,
                    workloads.stream().map(id -> micros(figures, id, server)).toList());
            series.setFillColor(color(server.name()));
        }
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        ChartEncoder.saveChart(chart, svg, "svg");
        Files.writeString(
                file,
                NEEDLESS_DIGITS.matcher(svg.toString(StandardCharsets.UTF_8)).replaceAll("$1"));
    }

    /** With endpoints on I/O threads, a tint of the color without. */
    private static Color color(String server) {
        if (!server.endsWith(ON_IO_THREAD)) {
            return COLORS.getOrDefault(server, OTHERS);
        }
        Color color = color(server.substring(0, server.length() - ON_IO_THREAD.length()));
        return new Color(tint(color.getRed()), tint(color.getGreen()), tint(color.getBlue()));
    }

    private static int tint(int part) {
        return (int) Math.round(part + TINT * (255 - part));
    }

    private static double micros(Figures figures, String workload, Performance.Server server) {
        return Math.max(
                LEAST_MICROS,
                figures.median(workload, server.name(), Performance.Cell::cpuMicros)
                        .orElse(LEAST_MICROS));
    }

    private static void style(CategoryStyler styler) {
        styler.setYAxisLogarithmic(true);
        styler.setYAxisMin(LEAST_MICROS);
        styler.setXAxisLabelRotation(LABEL_DEGREES);
        styler.setAvailableSpaceFill(GROUP);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLegendBorderColor(WHITE);
        styler.setChartBackgroundColor(WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotGridLinesColor(LINES);
        // Dashes would each be a shape of its own, and the file a megabyte.
        styler.setPlotGridLinesStroke(SOLID);
        styler.setAxisTickMarksStroke(SOLID);
        styler.setLocale(Locale.ROOT);
        styler.setYAxisDecimalPattern("#,##0.#");
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    }
}
