package dev.sheetbend.websocket.samples.board;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;

/** Reads what a visitor sends. */
public class PinDecoder implements Decoder.Text<Pin> {
    /** Always true: a text that every decoder declines reaches nobody, and the sender would not be told. */
    @Override
    public boolean willDecode(String text) {
        return true;
    }

    @Override
    public Pin decode(String text) throws DecodeException {
        return Json.decode(text, Pin.class);
    }
}
