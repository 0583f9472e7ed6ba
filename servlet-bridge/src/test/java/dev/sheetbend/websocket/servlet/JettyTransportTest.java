package dev.sheetbend.websocket.servlet;

class JettyTransportTest extends JettyTransportContract {}
