/** The smallest endpoints there are: what comes in goes back, as whole messages or piece by piece. */
package dev.sheetbend.websocket.samples.echo;
