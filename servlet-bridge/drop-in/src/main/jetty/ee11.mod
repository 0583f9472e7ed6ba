# Sheetbend is under the Apache License 2.0, the Jakarta WebSocket API that comes with it under the
# Eclipse Public License 2.0.

[description]
Deploys Jakarta EE 11 web applications with Jakarta WebSocket by Sheetbend, in place of ee11-websocket-jakarta.

[environment]
ee11

[tags]
websocket

[provides]
ee11-websocket-jakarta

[depend]
ee11-deploy
ee11-annotations

[lib]
lib/sheetbend/sheetbend-websocket-${project.version}.jar
lib/sheetbend/jakarta.websocket-api-${websocket-api.version}.jar
lib/sheetbend/jakarta.websocket-client-api-${websocket-api.version}.jar
