package dev.sheetbend.websocket.tck.malformed;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

/** 1 GiB of zeros in about 1 MiB of DEFLATE data; made once, a piece at a time. */
final class Bomb {
    private static final long SIZE = 1L << 30;
    private static final byte[] DEFLATED = make();

    private Bomb() {}

    /** The payload of one message. */
    static byte[] deflated() {
        return DEFLATED.clone();
    }

    /** The same in pieces of at most this size. */
    static List<byte[]> pieces(int size) {
        return IntStream.iterate(0, at -> at < DEFLATED.length, at -> at + size)
                .mapToObj(at -> Arrays.copyOfRange(DEFLATED, at, Math.min(DEFLATED.length, at + size)))
                .toList();
    }

    private static byte[] make() {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        var out = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 16];
        byte[] buffer = new byte[1 << 16];
        for (long done = 0; done < SIZE; done += zeros.length) {
            deflater.setInput(zeros);
            int flush = done + zeros.length < SIZE ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
            int count;
            do {
                count = deflater.deflate(buffer, 0, buffer.length, flush);
                out.write(buffer, 0, count);
            } while (count == buffer.length || !deflater.needsInput());
        }
        deflater.end();
        byte[] deflated = out.toByteArray();
        return Arrays.copyOf(deflated, deflated.length - 4);
    }
}
