package dev.sheetbend.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Cuts bytes into the pieces in which a network may deliver them. Up to {@value #ALL_UP_TO} bytes: every split there
 * is. Longer: in one piece, byte by byte, and with every one and every two cuts, of very long ones near both ends.
 */
public final class EverySplit {
    private static final int ALL_UP_TO = 10;
    private static final int TWO_CUTS_UP_TO = 48;
    private static final int NEAR_AN_END = 18;
    private static final int GUARD = 9;
    private static final byte GUARD_BYTE = 0x5A;

    /** Takes one piece. */
    @FunctionalInterface
    public interface Feed {
        void piece(byte[] array, int offset, int length);
    }

    /** The bytes and where they are cut. */
    public static final class Split {
        private final byte[] bytes;
        private final int[] cuts;

        private Split(byte[] bytes, int... cuts) {
            this.bytes = bytes;
            this.cuts = cuts;
        }

        /** Feeds each piece in an array of its own, and checks that what stands around it stays as it was. */
        public void feed(Feed feed) {
            int from = 0;
            for (int i = 0; i <= cuts.length; i++) {
                int to = i < cuts.length ? cuts[i] : bytes.length;
                byte[] array = new byte[to - from + 2 * GUARD];
                Arrays.fill(array, GUARD_BYTE);
                System.arraycopy(bytes, from, array, GUARD, to - from);
                feed.piece(array, GUARD, to - from);
                for (int guard = 0; guard < GUARD; guard++) {
                    assertThat(array[guard]).isEqualTo(GUARD_BYTE);
                    assertThat(array[array.length - 1 - guard]).isEqualTo(GUARD_BYTE);
                }
                from = to;
            }
        }

        @Override
        public String toString() {
            return bytes.length + " bytes cut at " + Arrays.toString(cuts);
        }
    }

    private EverySplit() {}

    /** Runs a test with each split of the bytes. */
    public static void of(byte[] bytes, Consumer<Split> test) {
        if (bytes.length <= ALL_UP_TO) {
            int places = Math.max(0, bytes.length - 1);
            for (int chosen = 0; chosen < (1 << places); chosen++) {
                test.accept(new Split(bytes, cutsOf(chosen, places)));
            }
            return;
        }
        test.accept(new Split(bytes));
        test.accept(byteByByte(bytes));
        int[] places = places(bytes.length);
        for (int i = 0; i < places.length; i++) {
            test.accept(new Split(bytes, places[i]));
            for (int j = i + 1; j < places.length; j++) {
                test.accept(new Split(bytes, places[i], places[j]));
            }
        }
    }

    /** The split into single bytes. */
    public static Split byteByByte(byte[] bytes) {
        int[] cuts = new int[Math.max(0, bytes.length - 1)];
        Arrays.setAll(cuts, i -> i + 1);
        return new Split(bytes, cuts);
    }

    private static int[] cutsOf(int chosen, int places) {
        int[] cuts = new int[Integer.bitCount(chosen)];
        int next = 0;
        for (int place = 0; place < places; place++) {
            if ((chosen & (1 << place)) != 0) {
                cuts[next++] = place + 1;
            }
        }
        return cuts;
    }

    private static int[] places(int length) {
        var places = new TreeSet<Integer>();
        for (int place = 1; place < length; place++) {
            if (length <= TWO_CUTS_UP_TO || place <= NEAR_AN_END || place >= length - NEAR_AN_END) {
                places.add(place);
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }
}
